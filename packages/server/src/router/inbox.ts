import { type Element, StreamError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Awaitable } from "../features/feature.ts";
import type { Envelope, Outcome } from "../relay/relay.ts";
import type { Store } from "../store/store.ts";
import type { Unacknowledged } from "../stream/node-port.ts";
import type { Session } from "../stream/session.ts";
import { isForAlone, isOpenFor, missed, shaped, unlisted } from "./arrival.ts";
import { flush, PAGE, type Source } from "./flush.ts";
import { type Arrival, Intake } from "./intake.ts";
import type { IntakeState } from "./intake-state.ts";
import { isRequest } from "./iq-table.ts";
import { pendingSource } from "./pending-source.ts";
import type { Delivery } from "./route.ts";
import type { Sessions } from "./sessions.ts";
import type { Trace } from "./trace.ts";
import type { Handing } from "./trace-step.ts";
import { Watermarks } from "./watermarks.ts";

/** Milliseconds after which missed messages are read again when the store did not answer. */
const TRY_AGAIN = 1_000;

/** The target node's end of the way: delivers envelopes to sessions here, and keeps what no device has acknowledged pending. */
export class Inbox {
  readonly #sessions: Sessions;
  readonly #store: Store;
  readonly #trace: Trace;
  readonly #log: Logger;
  readonly #intakes = new WeakMap<Session, Intake>();
  readonly #watermarks: Watermarks;
  /** A session was given all that was pending. */
  onOpened: ((session: Session) => void) | undefined;
  /** Whether the user has blocked the sender of what was kept for them. */
  isRefused: ((session: Session, stanza: Element) => boolean) | undefined;
  /** Takes what was sent by `Router.signal`. */
  onSignal: ((user: string, signal: Element) => void) | undefined;

  constructor(sessions: Sessions, store: Store, trace: Trace, log: Logger) {
    this.#sessions = sessions;
    this.#store = store;
    this.#trace = trace;
    this.#log = log;
    this.#watermarks = new Watermarks(sessions, store.pending, this.#intakes);
  }

  /** Takes an envelope from the relay, which another node sent, or this one. */
  receive(envelope: Envelope, from: string): Outcome {
    if (envelope.isSignal) return this.#signal(envelope);
    this.#trace.taken(envelope.archiveId, from);
    let count = 0;
    for (const delivery of envelope.deliveries) {
      const session = this.#sessions.find(envelope.to, delivery.resource);
      if (!session || this.#comesWithPending(session, envelope, delivery)) continue;
      this.#hand(session, envelope, delivery);
      count += 1;
    }
    count += this.#handToOthers(envelope);
    const isForNone = count === 0 && envelope.deliveries.length > 0;
    return isForNone ? { kind: "none-here" } : { kind: "delivered", sessions: count };
  }

  /**
   * Where it was sent from the session was thought to take messages, as the one before it under this resource did, but it takes none yet:
   * given this one now, it would have it ahead of others that are pending.
   */
  #comesWithPending(session: Session, { stanza, archiveId }: Envelope, { kind }: Delivery): boolean {
    if (archiveId === undefined || kind !== "deliver" || isForAlone(session, { stanza })) return false;
    const intake = this.#intakes.get(session);
    return !intake?.isOpen && !intake?.isHolding;
  }

  /**
   * The user's other sessions here get the message too if the source node could not know of them yet, else learn that there was one.
   * Returns how many got it.
   */
  #handToOthers(envelope: Envelope): number {
    const { to, deliveries, stanza, archiveId, after } = envelope;
    if (archiveId === undefined || after === undefined) return 0;
    let count = 0;
    const sessions = this.#sessions.of(to);
    for (const session of sessions) {
      if (deliveries.some(({ resource }) => resource === session.jid.resource)) continue;
      const delivery = unlisted(session, stanza, sessions);
      if (delivery) this.#hand(session, envelope, delivery);
      else if (this.#intakes.get(session)?.passBy(archiveId, after)) void this.#fillGap(session);
      count += delivery ? 1 : 0;
    }
    return count;
  }

  #signal({ to, stanza }: Envelope): Outcome {
    this.onSignal?.(to, stanza);
    return { kind: "delivered", sessions: 0 };
  }

  #hand(session: Session, envelope: Envelope, delivery: Delivery): void {
    const stanza = shaped(session, envelope.stanza, delivery.kind);
    const { archiveId, after, reachedTo } = envelope;
    const isUnordered =
      archiveId === undefined && (stanza.name !== "message" || !this.#intakes.get(session)?.isHolding);
    if (isUnordered) return session.send(stanza);
    this.#take(session, { stanza, archiveId, after, reachedTo });
  }

  #take(session: Session, arrival: Arrival): void {
    const intake = this.#intakeOf(session);
    const verdict = intake.take(arrival);
    if (verdict !== "known") this.#noteAlone(session, intake, arrival);
    if (verdict === "give") return this.#give(session, arrival, "live");
    this.#trace.handed(arrival.archiveId, session, verdict === "known" ? "known" : "held");
    if (verdict === "missed") void this.#fillGap(session);
  }

  #noteAlone(session: Session, intake: Intake, arrival: Arrival): void {
    if (arrival.archiveId !== undefined && isForAlone(session, arrival)) intake.expectAlone(arrival.archiveId);
  }

  #give(session: Session, { stanza, archiveId, reachedTo }: Arrival, how: Handing): void {
    if (archiveId === undefined) return session.send(stanza);
    this.#trace.handed(archiveId, session, how);
    session.deliver(stanza, archiveId, reachedTo);
  }

  #intakeOf(session: Session): Intake {
    const known = this.#intakes.get(session);
    if (known) return known;
    const intake = new Intake(this.#store.shared !== undefined);
    this.#intakes.set(session, intake);
    return intake;
  }

  /**
   * A session may be about to take messages: live ones wait from now on until it is opened or closed.
   * @returns when it is known which come from now on; what its client asks the archive for should be of later
   */
  prepare(session: Session): Awaitable<void> {
    const { shared } = this.#store;
    const { id } = session.account;
    const intake = this.#intakeOf(session);
    if (!intake.prepare({ since: Date.now() })) return;
    return shared?.heads([id]).then(
      (heads) => intake.startAt(heads.get(id) ?? 0),
      (error: unknown) => this.#log.warn({ err: error, session: session.id }, "mailbox could not be looked at"),
    );
  }

  /** Sends the user's pending messages to a session that has begun to take messages, then lets live ones through. */
  async open(session: Session): Promise<void> {
    const intake = this.#intakeOf(session);
    if (intake.hasGap) return;
    const { start = { since: Date.now() } } = intake;
    const everywhere = () => this.#sessions.everywhere(session.jid.bare);
    try {
      await this.#flush(session, "pending", pendingSource({ session, store: this.#store, start, everywhere }));
      this.onOpened?.(session);
    } catch (error) {
      this.#log.error({ err: error, session: session.id }, "pending messages could not be read");
      session.close(new StreamError("internal-server-error"));
    }
  }

  /** How far a session that takes messages was given the user's messages; undefined while it takes none. */
  seenBy(session: Session): number | undefined {
    const state = this.#intakes.get(session)?.state;
    return state?.isOpen ? state.covered : undefined;
  }

  /** There are messages up to this one: gives the session what it missed. */
  fill(session: Session, head: number): void {
    if (this.#intakes.get(session)?.passBy(head, head)) void this.#fillGap(session);
  }

  /** Gives a session that takes messages those that it missed; until that is done, later ones wait. */
  async #fillGap(session: Session): Promise<void> {
    const { shared } = this.#store;
    if (!shared || session.isOver) return;
    try {
      const registrations = await this.#sessions.everywhere(session.jid.bare);
      // It may take none any more, or be given what is pending.
      if (!this.#intakes.get(session)?.hasGap) return;
      await this.#flush(session, "gap", {
        head: async () => 0,
        page: (after) => shared.since(session.account.id, after, PAGE),
        arrivalOf: (message) => missed(session, message, registrations),
      });
    } catch (error) {
      this.#log.warn({ err: error, session: session.id }, "missed messages could not be read, trying again");
      setTimeout(() => void this.#fillGap(session), TRY_AGAIN).unref();
    }
  }

  async #flush(session: Session, how: Handing, source: Source): Promise<void> {
    const intake = this.#intakeOf(session);
    await flush(session, intake, source, (arrival) => {
      if (this.isRefused?.(session, arrival.stanza)) return;
      // What was pending goes to the others too.
      if (how === "gap") this.#noteAlone(session, intake, arrival);
      this.#give(session, arrival, how);
    });
    // Other devices may have acknowledged it meanwhile.
    if (intake.hasHeld) this.#watermarks.raise(session);
  }

  /** A session takes messages no longer, but those for it alone. */
  close(session: Session): void {
    const intake = this.#intakes.get(session);
    for (const arrival of intake?.close() ?? []) {
      if (arrival.archiveId === undefined || isForAlone(session, arrival)) this.#take(session, arrival);
    }
  }

  /** Forgets a session that goes on on another node; returns what that must know. */
  depart(session: Session): IntakeState {
    const intake = this.#intakeOf(session);
    const { state } = intake;
    this.#intakes.delete(session);
    // What is stored is found there again.
    for (const { stanza, archiveId } of intake.close()) if (archiveId === undefined) session.send(stanza);
    this.#watermarks.departed(session);
    return state;
  }

  /**
   * A session comes from another node. Once it is found here, `goOn` gives it what it missed on the way; what comes for it before that
   * waits, since it may be among that.
   */
  arrive(session: Session, state: IntakeState): { goOn(): void } {
    const intake = Intake.of(state);
    this.#intakes.set(session, intake);
    if (isOpenFor(session)) intake.prepare(state.start);
    return {
      goOn: () => {
        if (state.isOpen) void this.#fillGap(session);
        else if (isOpenFor(session)) void this.open(session);
      },
    };
  }

  /** A session that is about to be bound reads the archive up to there: nothing of that is pending any more once it is `bound`. */
  skip(session: Session, upTo: number): void {
    this.#intakeOf(session).skip(upTo);
  }

  bound(session: Session): void {
    const intake = this.#intakes.get(session);
    if (intake) this.acknowledged(session, intake.covered);
  }

  /** A device has acknowledged a message. */
  acknowledged(session: Session, archiveId: number): void {
    this.#intakeOf(session).acknowledge(archiveId);
    this.#watermarks.raise(session);
  }

  /** Calls back when every node knows what devices here have acknowledged so far: at once where there is but one. */
  whenKept(callback: () => void): void {
    if (this.#store.shared === undefined) return callback();
    const log = (error: unknown) => this.#log.warn({ err: error }, "what was acknowledged may be sent once more");
    void this.#store.flush().catch(log).then(callback);
  }

  /** The same of each message, before. */
  reached(session: Session, archiveId: number): void {
    this.#intakes.get(session)?.reached(archiveId);
  }

  /**
   * A session is over, and found no longer: what it had not acknowledged goes to the user's other devices if it was meant for that
   * device alone; messages otherwise stay pending, and iq requests are answered on its behalf (XEP-0198 §4, RFC 6121 §8.5.3.2.3).
   * @returns iq requests nobody will answer now, and messages for that device alone that none here has taken
   */
  end(session: Session, unacked: readonly Unacknowledged[]): { requests: Element[]; lost: readonly Unacknowledged[] } {
    const intake = this.#intakeOf(session);
    this.#intakes.delete(session);
    const { reach } = intake;
    const left = [...unacked, ...intake.close()].filter((arrival) => isForAlone(session, arrival));
    const lost = left.filter(({ stanza, archiveId }) => !this.#passOn(session, stanza, archiveId));
    const lowest = Math.min(...lost.map(({ archiveId }) => archiveId ?? Number.POSITIVE_INFINITY));
    this.#watermarks.ended(session, reach, lowest);
    if (unacked.length > 0)
      this.#log.debug({ session: session.id, unacked: unacked.length }, "session ended with stanzas not acknowledged");
    return { requests: unacked.map(({ stanza }) => stanza).filter(isRequest), lost };
  }

  /** Gives the user's other devices what one leaves over. False: none of them takes messages. */
  #passOn(from: Session, stanza: Element, archiveId: number | undefined): boolean {
    if (archiveId === undefined) return true;
    const others = this.#sessions.of(from.jid.bare).filter((other) => other !== from);
    let isTaken = false;
    for (const other of others) {
      const intake = this.#intakeOf(other);
      if (!intake.isOpen && !intake.isHolding) {
        intake.missed(archiveId);
        continue;
      }
      isTaken = true;
      // One that has carbons was given a copy.
      if (!other.hasCarbons) this.#take(other, { stanza, archiveId, reachedTo: undefined });
    }
    return isTaken;
  }
}
