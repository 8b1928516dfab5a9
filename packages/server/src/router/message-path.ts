import {
  type Element,
  errorReply,
  type Jid,
  NS,
  originIdOf,
  outcome,
  StanzaError,
  StreamError,
  serialize,
  xml,
} from "@yonder/protocol";
import type { Logger } from "pino";
import type { Directory, Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import { toText } from "../store/archive-id.ts";
import { type AcceptResult, type Store, StoreError } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import { stamped } from "./archived-stanza.ts";
import { andThen } from "./awaitable.ts";
import { isCarbonCopied } from "./carbons-rules.ts";
import type { Courier } from "./courier.ts";
import { withoutForgeries } from "./forgeries.ts";
import { type Decision, type Delivery, type MessageType, messageType, REFUSAL, routeMessage } from "./route.ts";
import { storagePolicy } from "./storage-rules.ts";
import type { Trace } from "./trace.ts";

/** A message under way from a session here, with what is known of it. */
interface Sent {
  readonly session: Session;
  readonly stanza: Element;
  readonly to: Jid;
  readonly type: MessageType;
  /** What the trace calls it, if it is to be stored. */
  readonly mark: number | undefined;
}

/** What the store answered of a message that it keeps. */
interface Accepted {
  readonly id: number;
  readonly after?: number;
}

/** A message that is not yet durable, and what else was sent to the same user since: it goes on right behind that message. */
interface Accepting {
  readonly to: string;
  readonly followers: (() => void)[];
}

interface Parts {
  readonly domain: string;
  readonly store: Store;
  readonly directory: Directory;
  readonly courier: Courier;
  readonly trace: Trace;
  readonly log: Logger;
}

/** The source node's end of a message's way: accept it durably, look up where the target user is, relay it there, tell the source user what became of it. */
export class MessagePath {
  readonly #domain: string;
  readonly #store: Store;
  readonly #directory: Directory;
  readonly #courier: Courier;
  readonly #trace: Trace;
  readonly #log: Logger;
  /** By session, its messages that are not yet durable, in order. */
  readonly #accepting = new Map<Session, Accepting[]>();
  /** By session, a message for which it is being looked whether it is to be stored: what is written behind it waits. */
  readonly #looking = new Map<Session, Promise<unknown>>();
  /** Origin-ids, by owner, of messages of which the store could not say whether they are kept: they were not delivered. */
  readonly #uncertain = new Set<string>();

  constructor(parts: Parts) {
    this.#domain = parts.domain;
    this.#store = parts.store;
    this.#directory = parts.directory;
    this.#courier = parts.courier;
    this.#trace = parts.trace;
    this.#log = parts.log;
  }

  /**
   * Takes a message of a session.
   * @returns when it is done: durable and on its way, or refused
   */
  send(session: Session, raw: Element, to: Jid): Awaitable<void> {
    const before = this.#looking.size > 0 ? this.#looking.get(session) : undefined;
    return before ? before.then(() => this.send(session, raw, to)) : this.#take(session, raw, to);
  }

  #take(session: Session, raw: Element, to: Jid): Awaitable<void> {
    const stanza = withoutForgeries(raw, this.#domain, to);
    const policy = storagePolicy(stanza);
    const mark = policy.shouldArchive ? this.#trace.received(session, stanza, to.bare) : undefined;
    const sent: Sent = { session, stanza, to, type: messageType(raw.attr("type")), mark };
    if (!policy.shouldArchive) return this.#afterAccepting(sent, () => this.#pass(sent, policy.shouldBounce));
    if (to.resource === undefined || sent.type === "chat") return this.#accept(sent, policy.isPending);
    return this.#acceptIfHere(sent, policy.isPending);
  }

  /** RFC 6121 §8.5.3.2.1: refused unless that very resource is here, so look before storing what would never be delivered. */
  #acceptIfHere(sent: Sent, isPending: boolean): Awaitable<void> {
    const { session, to } = sent;
    const decide = (registrations: readonly Registration[]): Awaitable<void> =>
      registrations.some(({ resource }) => resource === to.resource)
        ? this.#accept(sent, isPending)
        : this.#refuse(sent);
    const found = this.#directory.lookUp(to.bare);
    if (!(found instanceof Promise)) return decide(found);
    const looked = found.then((registrations) => {
      this.#looking.delete(session);
      return { done: decide(registrations) };
    });
    this.#looking.set(session, looked);
    return looked.then(({ done }) => done);
  }

  /** Step 2: durable, once. */
  #accept(sent: Sent, isPending: boolean): Promise<void> {
    const { session, stanza, to } = sent;
    const request = {
      from: session.account.id,
      toUsername: to.local,
      senderPeer: to.bare,
      recipientPeer: session.jid.bare,
      xml: serialize(stanza, NS.client),
      originId: originIdOf(stanza),
      isPending,
    };
    const accepting = this.#remember(session, to.bare);
    return this.#store.archive.accept(request).then(
      (result) => this.#goOn(session, accepting, () => this.#accepted(sent, result)),
      (error: unknown) => this.#goOn(session, accepting, () => this.#notAccepted(sent, error)),
    );
  }

  #accepted(sent: Sent, result: AcceptResult): Awaitable<void> {
    if (result.kind === "no-recipient") return this.#refuse(sent);
    const wasUncertain = this.#uncertain.size > 0 && this.#uncertain.delete(uncertainKey(sent));
    if (result.kind === "accepted") return this.#relayOn(sent, result);
    // Where there are several nodes, devices may have found out by themselves that they miss it: they look whether they have it.
    if (wasUncertain) return this.#relayOn(sent, this.#store.shared ? { id: result.id, after: result.id } : result);
    this.#trace.repeated(sent.mark, result.id);
    // A repetition of what was accepted before its acknowledgement got lost: nothing more to do here. The node that took it may have died with it.
    if (this.#store.shared) this.#courier.nudge(sent.to.bare, result.id);
  }

  #notAccepted(sent: Sent, error: unknown): Awaitable<void> {
    this.#log.error({ err: error, session: sent.session.id }, "message not accepted by the store");
    const isUnknown = error instanceof StoreError && error.isOutcomeUnknown;
    const isAway = error instanceof StoreError && error.code === "unavailable";
    if (isUnknown) this.#doubt(sent);
    const isSentAgain = (isUnknown || (isAway && sent.session.isManaged)) && !sent.session.hasUncounted;
    if (isSentAgain) return this.#leaveOpen(sent);
    const condition =
      error instanceof StoreError && error.code === "full" ? "resource-constraint" : "internal-server-error";
    this.#trace.refused(sent.mark, condition);
    sent.session.send(errorReply(sent.stanza, new StanzaError(condition, undefined, { type: "wait" })));
  }

  /**
   * It may be kept, or not, or will be when the store is back: neither counted as done nor refused, so that the client sends it again,
   * with all that it wrote behind it, to be accepted once and in order.
   */
  #leaveOpen(sent: Sent): Promise<void> {
    this.#trace.refused(sent.mark, "perhaps kept");
    sent.session.turnBack(new StreamError("internal-server-error"));
    return new Promise(() => {});
  }

  #doubt(sent: Sent): void {
    if (originIdOf(sent.stanza) !== undefined && this.#uncertain.size < MAX_UNCERTAIN)
      this.#uncertain.add(uncertainKey(sent));
  }

  /** Steps 3 and 4: look up, relay, outcome. */
  #relayOn(sent: Sent, accepted: Accepted): void {
    const { session, stanza, to, mark } = sent;
    const { id: archiveId, after } = accepted;
    this.#trace.accepted(mark, archiveId);
    this.#copyToOwnDevices(sent, archiveId);
    const since = this.#trace.moment(archiveId);
    const found = this.#directory.lookUp(to.bare);
    const relayed = andThen(found, (registrations) => {
      this.#trace.lookedUp(archiveId, to.bare, registrations, since, !(found instanceof Promise));
      const { deliveries } = this.#route(sent, registrations);
      const id = stanza.attr("id");
      const reachedTo = session.wantsOutcomes && id !== undefined ? { user: session.jid.bare, id } : undefined;
      const parcel = { to: to.bare, stanza: stamped(stanza, to.bare, archiveId), archiveId, after, reachedTo };
      return andThen(this.#courier.deliver(parcel, deliveries, registrations), (sessions) => {
        this.#trace.settled(mark, archiveId, sessions, reachedTo !== undefined);
        if (reachedTo) this.#tellOutcome(sent, archiveId, sessions);
      });
    });
    this.#courier.inBackground(relayed, "relaying a message");
  }

  /** What needs no store: handed on or refused at once. */
  #pass(sent: Sent, shouldBounce: boolean): Awaitable<void> {
    const { stanza, to } = sent;
    this.#copyToOwnDevices(sent, undefined);
    return andThen(this.#directory.lookUp(to.bare), (registrations) => {
      const { deliveries, otherwise } = this.#route(sent, registrations);
      const isRefused = otherwise === "refuse" || (otherwise === "keep" && shouldBounce);
      if (deliveries.length === 0 && isRefused) return this.#refuse(sent);
      this.#courier.post({ to: to.bare, stanza }, deliveries, registrations);
    });
  }

  #route({ session, stanza, to, type }: Sent, registrations: readonly Registration[]): Decision {
    const decision = routeMessage(type, to.resource, registrations, isCarbonCopied(stanza));
    if (to.bare !== session.jid.bare) return decision;
    // XEP-0280 §8: whoever wrote it needs no copy, though it is for the same account.
    const isOwnCopy = ({ kind, resource }: Delivery) => kind === "carbon-received" && resource === session.jid.resource;
    return { ...decision, deliveries: decision.deliveries.filter((delivery) => !isOwnCopy(delivery)) };
  }

  /** XEP-0280 §7: the sender's other devices see what this one wrote. */
  #copyToOwnDevices({ session, stanza, to }: Sent, archiveId: number | undefined): void {
    const own = session.jid.bare;
    // What one writes to oneself arrives at every device anyway.
    if (to.bare === own) return;
    const copied = andThen(this.#directory.lookUp(own), (registrations) => {
      if (registrations.length < 2 || !isCarbonCopied(stanza, "sent")) return;
      const copies = carbonsSent(registrations, session.jid.resource);
      const copy = archiveId === undefined ? stanza : stamped(stanza, own, archiveId);
      const since = this.#trace.now();
      return andThen(this.#courier.deliver({ to: own, stanza: copy }, copies, registrations), (sessions) => {
        if (copies.length > 0) this.#trace.copied(archiveId, sessions, since);
      });
    });
    this.#courier.inBackground(copied, "carbon copies");
  }

  #refuse({ session, stanza, type, mark }: Sent): void {
    this.#trace.refused(mark, REFUSAL);
    // RFC 6120 §8.3.1: an error is never answered with an error.
    if (type !== "error") session.send(errorReply(stanza, new StanzaError(REFUSAL)));
  }

  /** docs/outcome.md: what the target node answered, for a session that asked. */
  #tellOutcome({ session, stanza, to }: Sent, archiveId: number, sessions: number): void {
    session.send(
      outcomeMessage(
        session.jid.toString(),
        to.bare,
        stanza.attr("id") ?? "",
        archiveId,
        sessions > 0 ? "sent" : "kept",
        sessions,
      ),
    );
  }

  #remember(session: Session, to: string): Accepting {
    const accepting = { to, followers: [] };
    const queue = this.#accepting.get(session);
    if (queue) queue.push(accepting);
    else this.#accepting.set(session, [accepting]);
    return accepting;
  }

  /** One of the session's acceptances has ended, mostly the first: what waited for it goes on. */
  #goOn(session: Session, accepting: Accepting, act: () => Awaitable<void>): Awaitable<void> {
    const queue = this.#accepting.get(session) ?? [];
    if (queue[0] === accepting) queue.shift();
    else queue.splice(queue.indexOf(accepting), 1);
    if (queue.length === 0) this.#accepting.delete(session);
    const done = act();
    for (const follow of accepting.followers) follow();
    return done;
  }

  #afterAccepting({ session, to }: Sent, pass: () => Awaitable<void>): Awaitable<void> {
    const before = this.#accepting.get(session)?.findLast((message) => message.to === to.bare);
    if (!before) return pass();
    return new Promise((resolve) => before.followers.push(() => resolve(pass())));
  }
}

/** More than a store that answers late leaves open; beyond it, they wait for the recipient's next login. */
const MAX_UNCERTAIN = 10_000;

function uncertainKey({ session, stanza }: Sent): string {
  return `${session.account.id} ${originIdOf(stanza)}`;
}

/** The message that carries an outcome back to the source user (docs/outcome.md). */
export function outcomeMessage(
  to: string,
  from: string,
  id: string,
  archiveId: number,
  state: "kept" | "sent" | "reached",
  sessions: number,
): Element {
  const content = outcome({ id, stanzaId: toText(archiveId), state, ...(state === "sent" && { sessions }) });
  return xml("message", NS.client, { from, to, type: "headline" }, content);
}

function carbonsSent(registrations: readonly Registration[], except: string | undefined): Delivery[] {
  return registrations
    .filter(({ resource, presence }) => presence.hasCarbons && resource !== except)
    .map(({ resource }) => ({ kind: "carbon-sent", resource }));
}
