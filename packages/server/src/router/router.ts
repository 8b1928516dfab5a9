// biome-ignore-all lint/style/noExcessiveLinesPerFile: where every stanza goes on from stands in one place
import { type Element, errorReply, Jid, outcomeOf, StanzaError, weightOf } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Directory, Registration } from "../directory/directory.ts";
import type { Awaitable, Events, Feature, Luggage as FeatureLuggage, Handlers } from "../features/feature.ts";
import type { Asker, Relay } from "../relay/relay.ts";
import { fromText } from "../store/archive-id.ts";
import type { Account, Invitation, Store } from "../store/store.ts";
import type { EndReason, GuestEvents, Luggage, SessionEvents, Unacknowledged } from "../stream/node-port.ts";
import type { Session } from "../stream/session.ts";
import { isOpenFor } from "./arrival.ts";
import { andThen } from "./awaitable.ts";
import { Barrier, type Blocklist, blockedReply, type Cut, goesUnnoticed } from "./barrier.ts";
import { Claims } from "./claims.ts";
import type { Courier } from "./courier.ts";
import type { DailyShare } from "./daily-share.ts";
import type { FormerAccounts } from "./former-accounts.ts";
import type { Inbox } from "./inbox.ts";
import { intakeState } from "./intake-state.ts";
import { type IqTable, isRequest } from "./iq-table.ts";
import { type MessagePath, outcomeMessage } from "./message-path.ts";
import { Observers } from "./observers.ts";
import { OutsideMessages } from "./outside-messages.ts";
import { Outward } from "./outward.ts";
import { Post } from "./post.ts";
import { refuse, Services } from "./services.ts";
import type { Sessions } from "./sessions.ts";
import type { SparseLists } from "./sparse-lists.ts";
import type { Trace } from "./trace.ts";

interface Parts {
  readonly domain: string;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly directory: Directory;
  readonly relay: Relay;
  readonly courier: Courier;
  readonly messages: MessagePath;
  readonly inbox: Inbox;
  readonly iqs: IqTable;
  readonly former: Pick<FormerAccounts, "has">;
  readonly blocklists: SparseLists<Blocklist>;
  /** undefined: everybody may write without end. */
  readonly dailyShare: DailyShare | undefined;
  readonly trace: Trace;
  readonly log: Logger;
}

/** Where every stanza of a session here goes on from, and where features put theirs in (RFC 6121 §8, RFC 6120 §10). */
export class Router implements SessionEvents {
  /** Who hears of guests' sessions, by domain. */
  readonly guests = new Map<string, GuestEvents>();
  readonly #parts: Parts;
  readonly #observers = new Observers();
  readonly #inlines: NonNullable<Handlers["inline"]>[] = [];
  readonly #luggage = new Map<string, FeatureLuggage>();
  readonly #claims: Claims;
  readonly #services: Services;
  readonly #barrier: Barrier;
  readonly #post: Post;
  readonly #outside: OutsideMessages;
  readonly #outward: Outward;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#claims = new Claims(parts);
    this.#services = new Services(parts.log);
    this.#barrier = new Barrier(parts.domain, parts.blocklists);
    const [barrier, services] = [this.#barrier, this.#services];
    this.#post = new Post({ ...parts, barrier, services });
    this.#outside = new OutsideMessages({ ...parts, barrier });
    this.#outward = new Outward({ ...parts, services });
    parts.courier.onUnattended = (user, stanza) => {
      for (const work of this.#observers.each("unattended", { user, stanza }))
        this.#inBackground(work, "a notification");
    };
    parts.inbox.isRefused = (session, stanza) => barrier.hasRefused(session, stanza);
    parts.inbox.onSignal = (user, signal) => this.#onSignal(user, signal);
  }

  /** Plugs in what a feature answers and observes. */
  use(feature: Feature, handlers: Handlers): void {
    this.#parts.iqs.add(handlers.iq);
    this.#parts.iqs.add(handlers.slowIq, true);
    this.#services.add(handlers.services ?? {});
    this.#observers.add(handlers);
    for (const [domain, events] of Object.entries(handlers.guests ?? {})) this.guests.set(domain, events);
    if (handlers.inline) this.#inlines.push(handlers.inline);
    if (handlers.luggage) this.#luggage.set(feature.name, handlers.luggage);
    this.#parts.log.debug({ feature: feature.name }, "feature started");
  }

  /** Somebody has made an account; returns when what follows from that is done. */
  registered(account: Account, invitation: Invitation | undefined): Promise<void> {
    return this.#observers.emit("registered", { account, invitation });
  }

  /** A message is kept in a group. */
  said(event: Events["said"]): void {
    for (const work of this.#observers.each("said", event)) this.#inBackground(work, "a notification");
  }

  async inline(session: Session, request: Element): Promise<readonly Element[]> {
    const bound: (Element | undefined)[] = [];
    for (const inline of this.#inlines) bound.push(await inline(session, request));
    return bound.filter((element) => element !== undefined);
  }

  /**
   * A session that is about to be bound reads the archive up to there, so that it is not given what is pending (XEP-0386 §3.2), and once
   * it is bound, nor is any other.
   */
  skipPending(session: Session, upTo: number): void {
    this.#parts.inbox.skip(session, upTo);
  }

  async bind(session: Session): Promise<void> {
    if (this.#parts.former.has(session.account)) throw new StanzaError("not-authorized");
    this.#claims.makeRoomFor(session);
    await this.#claims.claim(session);
    await this.#observers.emit("bind", session);
    this.#parts.inbox.bound(session);
  }

  /** Registers a session that features do not hear of, in place of the one that has its resource. Throws StanzaError. */
  claim(session: Session): Promise<void> {
    return this.#claims.claim(session);
  }

  depart(session: Session): Luggage {
    const { sessions, inbox } = this.#parts;
    sessions.depart(session);
    // Whoever looks it up until it is registered there finds nobody: what is kept for it then it is given when it arrives.
    this.#inBackground(sessions.unregister(session), "departing");
    const features: Record<string, unknown> = {};
    for (const [name, feature] of this.#luggage) features[name] = feature.pack(session);
    return { intake: inbox.depart(session), features };
  }

  async arrive(session: Session, { intake, features }: Luggage): Promise<void> {
    if (this.#parts.former.has(session.account)) throw new StanzaError("not-authorized");
    const packed = new Map(Object.entries(features ?? {}));
    for (const [name, feature] of this.#luggage) feature.unpack(session, packed.get(name));
    const { goOn } = this.#parts.inbox.arrive(session, intakeState(intake));
    await this.#claims.claim(session);
    goOn();
  }

  stanza(session: Session, stanza: Element): Awaitable<void> {
    const address = stanza.attr("to");
    const to = address === undefined ? undefined : Jid.tryParse(address);
    if (address !== undefined && to === undefined) return refuse(session, stanza, "jid-malformed");
    return this.#barrier.pass(session, to, (cut) =>
      this.#goOn(session, this.#observers.relieved(session, stanza), to, cut),
    );
  }

  #goOn(session: Session, stanza: Element, to: Jid | undefined, cut: Cut | undefined): Awaitable<void> {
    if (cut && !goesUnnoticed(stanza, cut)) {
      const reply = blockedReply(stanza, cut);
      return reply && session.send(reply);
    }
    if (stanza.name === "presence") return this.#presence(session, stanza);
    if (stanza.name === "message" && this.#parts.dailyShare?.take(session.account.id, weightOf(stanza)) === false)
      return refuse(session, stanza, "resource-constraint");
    if (to !== undefined && to.domain !== this.#parts.domain) return this.#outward.take(session, stanza, to);
    if (stanza.name === "message") return this.#message(session, stanza, to ?? session.jid.toBare());
    return this.#iq(session, stanza, to);
  }

  async end(session: Session, _reason: EndReason, unacknowledged: readonly Unacknowledged[]): Promise<void> {
    const { sessions, inbox } = this.#parts;
    sessions.depart(session);
    await sessions.unregister(session);
    const { requests, lost } = inbox.end(session, unacknowledged);
    for (const request of requests) await this.send(errorReply(request, new StanzaError("service-unavailable")));
    for (const message of lost) this.#post.passOn(session.jid.bare, message);
    await this.#observers.report("end", session, (error) =>
      this.#parts.log.error({ err: error, session: session.id }, "ending a session failed"),
    );
  }

  acknowledged(session: Session, archiveId: number): void {
    this.#parts.inbox.acknowledged(session, archiveId);
  }

  leaving(_session: Session, answer: () => void): void {
    this.#parts.inbox.whenKept(answer);
  }

  attention(session: Session): void {
    this.#inBackground(this.#parts.sessions.announceInTurn(session), "telling whether a session is attended");
    this.#inBackground(this.#observers.emit("attention", session), "a session's attention");
  }

  /** Tells the source user that a device has acknowledged the message, if they want to know. */
  reached(session: Session, archiveId: number, to: Asker | undefined): void {
    this.#parts.trace.acknowledged(archiveId, session);
    this.#parts.inbox.reached(session, archiveId);
    if (!to) return;
    const stanza = outcomeMessage(to.user, session.jid.bare, to.id, archiveId, "reached", 0);
    const told = andThen(this.cutOf(stanza), (cut) => (cut ? undefined : this.signal(to.user, stanza)));
    this.#inBackground(told, "outcome");
  }

  /** Whether a service answers at this domain. */
  serves(domain: string): boolean {
    return this.#services.has(domain);
  }

  /**
   * Delivers a stanza made by the server, or passed on by a feature, to where its `to` says: that one session, all that take messages,
   * or a service. It is not archived; nobody is told if nobody is there, or if one of both sides has blocked the other.
   * @returns the number of sessions that got it; 1 for a service
   */
  send(stanza: Element, isLast = false): Awaitable<number> {
    return this.#post.send(stanza, isLast);
  }

  /** Whether a stanza's sender or recipient has blocked the other (XEP-0191). */
  cutOf(stanza: Element): Awaitable<Cut | undefined> {
    const [from, to] = [stanza.attr("from"), stanza.attr("to")].map((address) => Jid.tryParse(address ?? ""));
    return from && to && this.#barrier.between(from, to);
  }
  /**
   * Takes a message to one of our users from who has no session here, as a service: it is archived, and waits for the user, as any other.
   * Resolves once it is kept, if it is to be, and on its way. Rejects with StanzaError when it is refused.
   */
  accept(message: Element): Promise<void> {
    const [from, to] = [Jid.parse(message.attr("from") ?? ""), Jid.parse(message.attr("to") ?? "")];
    return this.#outside.take(message, from, to);
  }

  /**
   * Delivers a stanza to those of a user's sessions, on whatever node, that the predicate chooses, unless one side has blocked the other.
   * `isLast`: they have just been blocked, and hear of it.
   * @returns when it is on its way to them
   */
  sendTo(
    user: string,
    stanza: Element,
    isChosen: (registration: Registration) => boolean,
    isLast = false,
  ): Awaitable<void> {
    return this.#post.sendTo(user, stanza, { isChosen, isLast });
  }

  /** A component answers a request of the server's. */
  answered(stanza: Element): void {
    this.#inBackground(this.#observers.emit("answer", { session: undefined, stanza }), "an answer");
  }

  /** Tells the features on each node where a user is logged in, this one included; lost if a node is out of reach. */
  signal(user: string, signal: Element): Awaitable<void> {
    return this.#parts.courier.signal(user, signal);
  }

  /** These were on a node that has died. */
  lost(registrations: readonly Registration[]): void {
    for (const registration of registrations)
      void this.#observers.report("lost", registration, (error) =>
        this.#parts.log.error({ err: error }, "a lost session failed"),
      );
  }

  /** Another node has bound the resource while this one was out of reach: the newcomer wins. */
  taken(user: string, resource: string): void {
    this.#claims.taken(user, resource);
  }

  /** What other nodes sent may not have arrived. */
  gap(): void {
    void this.#observers.report("gap", undefined, (error) => this.#parts.log.error({ err: error }, "a gap failed"));
  }

  #message(session: Session, stanza: Element, to: Jid): Awaitable<void> {
    if (to.local === undefined)
      return stanza.attr("type") === "error" ? undefined : refuse(session, stanza, "service-unavailable");
    return this.#parts.messages.send(session, stanza, to);
  }

  #iq(session: Session, stanza: Element, to: Jid | undefined): Awaitable<void> {
    if (to?.resource === undefined || to.local === undefined) {
      if (isRequest(stanza)) return this.#parts.iqs.answer(session, stanza, to);
      return this.#inBackground(this.#observers.emit("answer", { session, stanza }), "an answer");
    }
    const count = andThen(this.send(stanza), (count) => {
      // RFC 6121 §8.5.3.2.3
      if (count === 0 && isRequest(stanza)) refuse(session, stanza, "service-unavailable");
    });
    // The session's next stanza does not wait for another node.
    this.#inBackground(count, "an iq");
  }

  #onSignal(user: string, signal: Element): void {
    const reached = fromText(outcomeOf(signal)?.stanzaId ?? "");
    if (reached !== undefined) this.#parts.trace.reached(reached);
    if (this.#claims.hears(user, signal)) return;
    for (const work of this.#observers.each("signal", { user, signal })) this.#inBackground(work, "signal");
  }

  async #presence(session: Session, stanza: Element): Promise<void> {
    // Others may see the session before this is done: what they write must not overtake what is pending.
    const prepared = stanza.attr("to") === undefined ? this.#parts.inbox.prepare(session) : undefined;
    try {
      await this.#observers.emit("presence", { session, stanza: await this.#observers.completed(session, stanza) });
    } catch (error) {
      session.send(errorReply(stanza, this.#refusalOf(error)));
    }
    await prepared;
    if (!isOpenFor(session)) return this.#parts.inbox.close(session);
    this.#inBackground(this.#parts.inbox.open(session), "pending messages");
  }

  #refusalOf(error: unknown): StanzaError {
    if (error instanceof StanzaError) return error;
    this.#parts.log.error({ err: error }, "presence not handled");
    return new StanzaError("internal-server-error", undefined, { type: "wait" });
  }

  #inBackground(work: Awaitable<unknown>, what: string): void {
    if (work instanceof Promise)
      work.catch((error: unknown) => this.#parts.log.error({ err: error }, `${what} failed`));
  }
}
