import { type Element, Jid } from "@yonder/protocol";
import type { Directory, Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Unacknowledged } from "../stream/node-port.ts";
import { andThen } from "./awaitable.ts";
import type { Barrier } from "./barrier.ts";
import type { Courier } from "./courier.ts";
import { type Delivery, type Resource, takesMessages } from "./route.ts";
import type { Services } from "./services.ts";
import type { Sessions } from "./sessions.ts";

interface Parts {
  readonly domain: string;
  readonly sessions: Sessions;
  readonly directory: Directory;
  readonly courier: Courier;
  readonly barrier: Barrier;
  readonly services: Services;
}

/** What of a user's sessions get a stanza, and whether it is the last that one hears of who has just blocked them (XEP-0191 §3.3). */
export interface Choice {
  readonly isChosen: (registration: Registration) => boolean;
  readonly isLast?: boolean;
}

/** The way of stanzas that the server makes, or a feature passes on: to sessions on any node, and to services. */
export class Post {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** As `Router.send`. */
  send(stanza: Element, isLast = false): Awaitable<number> {
    const to = Jid.tryParse(stanza.attr("to") ?? "");
    if (!to) return 0;
    if (isLast) return this.#send(stanza, to);
    return andThen(this.#parts.barrier.parts(stanza, to), (isCut) => (isCut ? 0 : this.#send(stanza, to)));
  }

  /** As `Router.sendTo`. */
  sendTo(user: string, stanza: Element, { isChosen, isLast = false }: Choice): Awaitable<void> {
    const { barrier } = this.#parts;
    if (isLast || barrier.isIdle) return this.#post(user, stanza, isChosen);
    return andThen(barrier.parts(stanza, Jid.parse(user)), (isCut) =>
      isCut ? undefined : andThen(barrier.sparing(stanza, isChosen), (spared) => this.#post(user, stanza, spared)),
    );
  }

  /** What was for a session alone that is over goes to the user's other devices, unless they were given a copy. */
  passOn(user: string, { stanza, archiveId }: Unacknowledged): void {
    if (archiveId === undefined) return;
    const { courier, directory } = this.#parts;
    const isChosen = (other: Registration) => takesMessages(other) && !other.presence.hasCarbons;
    const passed = andThen(directory.lookUp(user), (registrations) =>
      courier.post({ to: user, stanza, archiveId }, deliveriesTo(registrations, isChosen), registrations),
    );
    courier.inBackground(passed, "passing on a message");
  }

  #post(user: string, stanza: Element, isChosen: Choice["isChosen"]): Awaitable<void> {
    const { directory, courier } = this.#parts;
    return andThen(directory.lookUp(user), (registrations) =>
      courier.post({ to: user, stanza }, deliveriesTo(registrations, isChosen), registrations),
    );
  }

  #send(stanza: Element, to: Jid): Awaitable<number> {
    const { courier, directory, domain } = this.#parts;
    if (to.domain !== domain) return this.#sendToOthers(stanza, to);
    const isChosen = to.resource === undefined ? takesMessages : ({ resource }: Resource) => resource === to.resource;
    return andThen(directory.lookUp(to.bare), (registrations) =>
      courier.deliver({ to: to.bare, stanza }, deliveriesTo(registrations, isChosen), registrations),
    );
  }

  #sendToOthers(stanza: Element, to: Jid): Awaitable<number> {
    const { sessions, services, courier } = this.#parts;
    const jid = Jid.tryParse(stanza.attr("from") ?? "");
    if (!jid) return 0;
    const session = sessions.find(jid.bare, jid.resource ?? "");
    const answer = (error: Element) =>
      session ? session.send(error) : courier.inBackground(this.send(error), "a service's refusal");
    return andThen(services.take(stanza, to.domain, { jid, session }, answer), (taken) => (taken === "nobody" ? 0 : 1));
  }
}

function deliveriesTo(
  registrations: readonly Registration[],
  isChosen: (registration: Registration) => boolean,
): Delivery[] {
  return registrations.filter(isChosen).map(({ resource }) => ({ kind: "deliver", resource }));
}
