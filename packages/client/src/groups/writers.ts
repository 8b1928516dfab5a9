import { chatStateOf, type Element } from "@yonder/protocol";
import type { Clock } from "../options.ts";

/** They stopped without saying so: after this, ms. */
const FORGOTTEN = 30_000;
const MAX_WRITERS = 20;

/** Who writes in a group at the moment (XEP-0085 §5.7). */
export class Writers {
  readonly #clock: Clock;
  readonly #onChanged: () => void;
  readonly #writing = new Map<string, () => void>();

  constructor(clock: Clock, onChanged: () => void) {
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  get names(): readonly string[] {
    return [...this.#writing.keys()];
  }

  clear(): void {
    for (const cancel of this.#writing.values()) cancel();
    this.#writing.clear();
  }

  /** A live message of somebody else: a text ends the writing. */
  heard(nick: string, stanza: Element): void {
    const state = chatStateOf(stanza);
    if (state || stanza.child("body")) this.#set(nick, state === "composing");
  }

  gone(nick: string): void {
    this.#set(nick, false);
  }

  #set(nick: string, isWriting: boolean): void {
    const cancel = this.#writing.get(nick);
    cancel?.();
    if (!isWriting) this.#writing.delete(nick);
    else if (cancel || this.#writing.size < MAX_WRITERS)
      this.#writing.set(
        nick,
        this.#clock.after(FORGOTTEN, () => this.#set(nick, false)),
      );
    if (isWriting !== (cancel !== undefined)) this.#onChanged();
  }
}
