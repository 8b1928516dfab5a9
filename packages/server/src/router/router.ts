import { type Element, errorReply, Jid, StanzaError, StreamError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Directory, Registration } from "../directory/directory.ts";
import type { Awaitable, Events, Feature, Handlers } from "../features/feature.ts";
import type { Asker, Relay } from "../relay/relay.ts";
import type { Account, Invitation } from "../store/store.ts";
import type { EndReason, SessionEvents, Unacknowledged } from "../stream/node-port.ts";
import type { Session } from "../stream/session.ts";
import { andThen } from "./awaitable.ts";
import { deliver } from "./delivery.ts";
import type { FormerAccounts } from "./former-accounts.ts";
import { type Inbox, isOpenFor } from "./inbox.ts";
import type { IqTable } from "./iq-table.ts";
import { type MessagePath, outcomeMessage } from "./message-path.ts";
import { type Delivery, takesMessages } from "./route.ts";
import type { Sessions } from "./sessions.ts";

interface Parts {
  readonly domain: string;
  readonly sessions: Sessions;
  readonly directory: Directory;
  readonly relay: Relay;
  readonly messages: MessagePath;
  readonly inbox: Inbox;
  readonly iqs: IqTable;
  readonly former: Pick<FormerAccounts, "has">;
  readonly log: Logger;
}

/** Where every stanza of a session here goes on from, and where features put theirs in (RFC 6121 §8, RFC 6120 §10). */
export class Router implements SessionEvents {
  readonly #parts: Parts;
  readonly #listeners: { [N in keyof Events]: ((event: Events[N]) => Awaitable<void>)[] } = {
    bind: [],
    presence: [],
    end: [],
    signal: [],
    registered: [],
  };

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.inbox.onSignal = (user, signal) => {
      for (const listener of this.#listeners.signal) this.#inBackground(listener({ user, signal }), "signal");
    };
  }

  /** Plugs in what a feature answers and observes. */
  use(feature: Feature, handlers: Handlers): void {
    this.#parts.iqs.add(handlers.iq);
    const { bind, presence, end, signal, registered } = handlers.on ?? {};
    if (bind) this.#listeners.bind.push(bind);
    if (presence) this.#listeners.presence.push(presence);
    if (end) this.#listeners.end.push(end);
    if (signal) this.#listeners.signal.push(signal);
    if (registered) this.#listeners.registered.push(registered);
    this.#parts.log.debug({ feature: feature.name }, "feature started");
  }

  /** Somebody has made an account; returns when what follows from that is done. */
  registered(account: Account, invitation: Invitation | undefined): Promise<void> {
    return this.#emit("registered", { account, invitation });
  }

  async bind(session: Session): Promise<void> {
    if (this.#parts.former.has(session.account)) throw new StanzaError("not-authorized");
    // RFC 6120 §7.7.2.2: the newcomer wins.
    this.#parts.sessions.find(session.jid.bare, session.jid.resource ?? "")?.close(new StreamError("conflict"));
    await this.#parts.sessions.add(session);
    await this.#emit("bind", session);
  }

  stanza(session: Session, stanza: Element): Awaitable<void> {
    const address = stanza.attr("to");
    const to = address === undefined ? undefined : Jid.tryParse(address);
    if (address !== undefined && to === undefined) return refuse(session, stanza, "jid-malformed");
    if (stanza.name === "presence") return this.#presence(session, stanza);
    if (to !== undefined && to.domain !== this.#parts.domain) return refuse(session, stanza, "remote-server-not-found");
    if (stanza.name === "message") return this.#message(session, stanza, to ?? session.jid.toBare());
    return this.#iq(session, stanza, to);
  }

  async end(session: Session, _reason: EndReason, unacknowledged: readonly Unacknowledged[]): Promise<void> {
    const { sessions, inbox } = this.#parts;
    await sessions.remove(session);
    for (const request of inbox.end(session, unacknowledged)) {
      await this.send(errorReply(request, new StanzaError("service-unavailable")));
    }
    await this.#emit("end", session);
  }

  acknowledged(session: Session, archiveId: number): void {
    this.#parts.inbox.acknowledged(session, archiveId);
  }

  /** Tells the source user that a device has acknowledged the message. */
  reached(session: Session, archiveId: number, to: Asker): void {
    const stanza = outcomeMessage(to.user, session.jid.bare, to.id, archiveId, "reached", 0);
    this.#inBackground(this.signal(to.user, stanza), "outcome");
  }

  /**
   * Delivers a stanza made by the server, or passed on by a feature, to where its `to` says: that one session, or all that take messages.
   * It is not archived; nobody is told if nobody is there.
   * @returns the number of sessions that got it
   */
  send(stanza: Element): Awaitable<number> {
    const to = Jid.tryParse(stanza.attr("to") ?? "");
    if (!to || to.domain !== this.#parts.domain) return 0;
    if (to.resource === undefined) return this.sendTo(to.bare, stanza, "deliver", takesMessages);
    return this.sendTo(to.bare, stanza, "deliver", ({ resource }) => resource === to.resource);
  }

  /** Delivers a stanza to those of a user's sessions, on whatever node, that the predicate chooses. */
  sendTo(
    user: string,
    stanza: Element,
    kind: Delivery["kind"],
    chooses: (registration: Registration) => boolean,
  ): Awaitable<number> {
    const { directory, relay } = this.#parts;
    return andThen(directory.lookUp(user), (registrations) => {
      const deliveries = registrations.filter(chooses).map(({ resource }): Delivery => ({ kind, resource }));
      return deliver(directory, relay, { to: user, stanza }, deliveries, registrations);
    });
  }

  /** Tells the features on each node where a user is logged in, this one included; lost if a node is out of reach. */
  signal(user: string, signal: Element): Awaitable<void> {
    const { directory, relay } = this.#parts;
    return andThen(directory.lookUp(user), (registrations) => {
      const nodes = new Set(registrations.map(({ node }) => node));
      const sent = [...nodes].map((node) =>
        relay.send(node, { version: 1, isSignal: true, to: user, deliveries: [], stanza: signal }),
      );
      return sent.some((outcome) => outcome instanceof Promise) ? Promise.all(sent).then(() => {}) : undefined;
    });
  }

  #message(session: Session, stanza: Element, to: Jid): Awaitable<void> {
    if (to.local === undefined)
      return stanza.attr("type") === "error" ? undefined : refuse(session, stanza, "service-unavailable");
    return this.#parts.messages.send(session, stanza, to);
  }

  #iq(session: Session, stanza: Element, to: Jid | undefined): Awaitable<void> {
    const isRequest = stanza.attr("type") === "get" || stanza.attr("type") === "set";
    if (to?.resource === undefined || to.local === undefined) {
      return isRequest ? this.#parts.iqs.answer(session, stanza, to) : undefined;
    }
    return andThen(this.send(stanza), (count) => {
      // RFC 6121 §8.5.3.2.3
      if (count === 0 && isRequest) refuse(session, stanza, "service-unavailable");
    });
  }

  async #presence(session: Session, stanza: Element): Promise<void> {
    // Others may see the session before this is done: what they write must not overtake what is pending.
    if (stanza.attr("to") === undefined) this.#parts.inbox.prepare(session);
    try {
      await this.#emit("presence", { session, stanza });
    } catch (error) {
      session.send(errorReply(stanza, this.#refusalOf(error)));
    }
    if (!isOpenFor(session)) return this.#parts.inbox.close(session);
    this.#inBackground(this.#parts.inbox.open(session), "pending messages");
  }

  #refusalOf(error: unknown): StanzaError {
    if (error instanceof StanzaError) return error;
    this.#parts.log.error({ err: error }, "presence not handled");
    return new StanzaError("internal-server-error", undefined, { type: "wait" });
  }

  async #emit<N extends keyof Events>(name: N, event: Events[N]): Promise<void> {
    for (const listener of this.#listeners[name]) await listener(event);
  }

  #inBackground(work: Awaitable<unknown>, what: string): void {
    if (work instanceof Promise)
      work.catch((error: unknown) => this.#parts.log.error({ err: error }, `${what} failed`));
  }
}

function refuse(
  session: Session,
  stanza: Element,
  condition: "jid-malformed" | "remote-server-not-found" | "service-unavailable",
): void {
  const type = stanza.attr("type");
  // RFC 6120 §8.3.1 and §8.2.3: neither an error nor an answer is answered.
  if (type === "error" || type === "result") return;
  session.send(errorReply(stanza, new StanzaError(condition)));
}
