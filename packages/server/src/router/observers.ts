import type { Element } from "@yonder/protocol";
import type { Awaitable, Events, Handlers } from "../features/feature.ts";
import type { Session } from "../stream/session.ts";

/** What the features observe, and what they add to what sessions send. */
export class Observers {
  readonly #listeners: { [N in keyof Events]: ((event: Events[N]) => Awaitable<void>)[] } = {
    bind: [],
    presence: [],
    end: [],
    signal: [],
    registered: [],
    lost: [],
    gap: [],
    attention: [],
    unattended: [],
    said: [],
    answer: [],
  };
  readonly #additions: NonNullable<Handlers["completes"]>[] = [];
  readonly #reliefs: NonNullable<Handlers["relieves"]>[] = [];

  add(handlers: Handlers): void {
    for (const name of Object.keys(this.#listeners) as (keyof Events)[]) this.#listen(name, handlers);
    if (handlers.completes) this.#additions.push(handlers.completes);
    if (handlers.relieves) this.#reliefs.push(handlers.relieves);
  }

  /** One listener after the other. */
  async emit<N extends keyof Events>(name: N, event: Events[N]): Promise<void> {
    for (const listener of this.#listeners[name]) await listener(event);
  }

  /** What has happened, whatever the features make of it: one listener after the other, also behind one that fails. */
  async report<N extends "end" | "lost" | "gap">(
    name: N,
    event: Events[N],
    onFailure: (error: unknown) => void,
  ): Promise<void> {
    for (const listener of this.#listeners[name]) {
      try {
        await listener(event);
      } catch (error) {
        onFailure(error);
      }
    }
  }

  /** Each listener in the same breath. */
  *each<N extends keyof Events>(name: N, event: Events[N]): Iterable<Awaitable<void>> {
    for (const listener of this.#listeners[name]) yield listener(event);
  }

  /** A presence stanza with what features add to it, if it says that somebody is available. */
  async completed(session: Session, stanza: Element): Promise<Element> {
    let presence = stanza;
    if (stanza.attr("type") !== undefined) return presence;
    for (const addTo of this.#additions) presence = await addTo(session, presence);
    return presence;
  }

  /** What is left of a message when features have taken theirs; anything else as it is. */
  relieved(session: Session, stanza: Element): Element {
    if (stanza.name !== "message") return stanza;
    let rest = stanza;
    for (const relieve of this.#reliefs) rest = relieve(session, rest);
    return rest;
  }

  #listen<N extends keyof Events>(name: N, { on }: Handlers): void {
    const listener = on?.[name];
    if (listener) this.#listeners[name].push(listener);
  }
}
