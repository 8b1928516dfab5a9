import { carbonReceived, carbonSent, type Element, Jid, NS, StreamError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Envelope, Outcome } from "../relay/relay.ts";
import type { ArchivedMessage, Store } from "../store/store.ts";
import type { Unacknowledged } from "../stream/node-port.ts";
import type { Session } from "../stream/session.ts";
import { archivedStanza } from "./archived-stanza.ts";
import { type Arrival, Intake } from "./intake.ts";
import { type Delivery, takesMessages } from "./route.ts";
import { type Sessions, summaryOf } from "./sessions.ts";

/** How many pending messages are read from the store at a time. */
const PAGE = 100;
/** Characters of them that go out at a time. */
const BURST = 131_072;

/** The target node's end of the way: delivers envelopes to sessions here, and keeps what no device has acknowledged pending. */
export class Inbox {
  readonly #sessions: Sessions;
  readonly #store: Store;
  readonly #log: Logger;
  readonly #intakes = new WeakMap<Session, Intake>();
  /** By user with a session here, up to which archive id sessions that are over had acknowledged everything. */
  readonly #former = new Map<string, number>();
  /** Takes what was sent by `Router.signal`. */
  onSignal: ((user: string, signal: Element) => void) | undefined;

  constructor(sessions: Sessions, store: Store, log: Logger) {
    this.#sessions = sessions;
    this.#store = store;
    this.#log = log;
  }

  /** Takes an envelope from the relay. */
  receive(envelope: Envelope): Outcome {
    if (envelope.isSignal) return this.#signal(envelope);
    let count = 0;
    for (const delivery of envelope.deliveries) {
      const session = this.#sessions.find(envelope.to, delivery.resource);
      if (!session) continue;
      this.#hand(session, envelope, delivery);
      count += 1;
    }
    return count === 0 ? { kind: "none-here" } : { kind: "delivered", sessions: count };
  }

  #signal({ to, stanza }: Envelope): Outcome {
    this.onSignal?.(to, stanza);
    return { kind: "delivered", sessions: 0 };
  }

  #hand(session: Session, envelope: Envelope, delivery: Delivery): void {
    const stanza = shaped(session, envelope.stanza, delivery.kind);
    const { archiveId, reachedTo } = envelope;
    const isUnordered =
      archiveId === undefined && (stanza.name !== "message" || !this.#intakes.get(session)?.isHolding);
    if (isUnordered) return session.send(stanza);
    this.#take(session, { stanza, archiveId, reachedTo });
  }

  #take(session: Session, arrival: Arrival): void {
    if (this.#intakeOf(session).take(arrival) === "give") this.#give(session, arrival);
  }

  #give(session: Session, { stanza, archiveId, reachedTo }: Arrival): void {
    if (archiveId === undefined) return session.send(stanza);
    session.deliver(stanza, archiveId, reachedTo);
  }

  #intakeOf(session: Session): Intake {
    const known = this.#intakes.get(session);
    if (known) return known;
    const intake = new Intake();
    this.#intakes.set(session, intake);
    return intake;
  }

  /** A session may be about to take messages: live ones wait from now on until it is opened or closed. */
  prepare(session: Session): void {
    this.#intakeOf(session).prepare();
  }

  /** Sends the user's pending messages to a session that has begun to take messages, then lets live ones through. */
  async open(session: Session): Promise<void> {
    const intake = this.#intakeOf(session);
    const isFlushing = intake.begin();
    if (!isFlushing) return;
    try {
      await this.#flush(session, intake, () => isFlushing() && !session.isOver);
    } catch (error) {
      this.#log.error({ err: error, session: session.id }, "pending messages could not be read");
      session.close(new StreamError("internal-server-error"));
    }
  }

  async #flush(session: Session, intake: Intake, isFlushing: () => boolean): Promise<void> {
    for (let released: Arrival[] | undefined; !released; ) {
      const page = await this.#store.pending.page(session.account.id, intake.covered, PAGE);
      if (!isFlushing()) return;
      if (!(await this.#flushPage(session, intake, page, isFlushing))) return;
      // One that is not full need not be the last: pages of long messages are shorter.
      if (page.length === 0) released = intake.release();
      for (const arrival of released ?? []) this.#give(session, arrival);
    }
  }

  /** No faster than the client takes them, since they may be many and long. False: it takes none any more. */
  async #flushPage(
    session: Session,
    intake: Intake,
    page: readonly ArchivedMessage[],
    isFlushing: () => boolean,
  ): Promise<boolean> {
    let length = 0;
    for (const [index, message] of page.entries()) {
      if (intake.flush(message.id)) this.#give(session, late(session, message));
      length += message.xml.length;
      if (length < BURST && index + 1 < PAGE) continue;
      length = 0;
      await session.drained();
      if (!isFlushing()) return false;
    }
    return true;
  }

  /** A session takes messages no longer, but those for it alone. */
  close(session: Session): void {
    const intake = this.#intakes.get(session);
    for (const arrival of intake?.close() ?? []) {
      if (arrival.archiveId === undefined || isForAlone(session, arrival)) this.#take(session, arrival);
    }
  }

  /** A device has acknowledged a message. */
  acknowledged(session: Session, archiveId: number): void {
    this.#intakeOf(session).acknowledge(archiveId);
    this.#raiseWatermark(session);
  }

  /** The user's watermark rises to the last message that a device has acknowledged, but not over any that is still on its way to one. */
  #raiseWatermark({ jid, account }: Session): void {
    let upTo = this.#former.get(jid.bare) ?? 0;
    let open = Number.POSITIVE_INFINITY;
    for (const session of this.#sessions.of(jid.bare)) {
      const intake = this.#intakes.get(session);
      upTo = Math.max(upTo, intake?.reach ?? 0);
      open = Math.min(open, session.firstUnacked ?? open, intake?.lowestHeld ?? open);
    }
    upTo = Math.min(upTo, open - 1);
    if (upTo > 0) this.#store.pending.acknowledge(account.id, upTo);
  }

  /**
   * A session is over, and found no longer: what it had not acknowledged goes to the user's other devices if it was meant for that
   * device alone; messages otherwise stay pending, and iq requests are answered on its behalf (XEP-0198 §4, RFC 6121 §8.5.3.2.3).
   * @returns iq requests nobody will answer now
   */
  end(session: Session, unacked: readonly Unacknowledged[]): Element[] {
    const intake = this.#intakeOf(session);
    this.#intakes.delete(session);
    const { reach } = intake;
    const left = [...unacked, ...intake.close()].filter((arrival) => isForAlone(session, arrival));
    const lost = left.filter(({ stanza, archiveId }) => !this.#passOn(session, stanza, archiveId));
    this.#remember(session, reach, Math.min(...lost.map(({ archiveId }) => archiveId ?? Number.POSITIVE_INFINITY)));
    this.#raiseWatermark(session);
    if (this.#sessions.of(session.jid.bare).length === 0) this.#former.delete(session.jid.bare);
    if (unacked.length > 0)
      this.#log.debug({ session: session.id, unacked: unacked.length }, "session ended with stanzas not acknowledged");
    return unacked.map(({ stanza }) => stanza).filter(isRequest);
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

  /** What a session that is over had acknowledged counts on; but what none has taken stays pending. */
  #remember(session: Session, reach: number, lost: number): void {
    const before = this.#former.get(session.jid.bare) ?? 0;
    this.#former.set(session.jid.bare, Math.min(Math.max(before, reach), lost - 1));
  }
}

/** Who sent it may be waiting still to hear that it arrived; nobody here knows, so they are told. */
function late(session: Session, message: ArchivedMessage): Arrival {
  const stanza = archivedStanza(message, session.jid.bare);
  const user = Jid.tryParse(stanza.attr("from") ?? "")?.bare;
  const id = stanza.attr("id");
  const reachedTo = user !== undefined && id !== undefined ? { user, id } : undefined;
  return { stanza, archiveId: message.id, reachedTo };
}

function isForAlone(session: Session, { stanza }: { readonly stanza: Element }): boolean {
  return stanza.attr("to") === session.jid.toString() && !isCarbon(stanza);
}

function isCarbon(stanza: Element): boolean {
  return stanza.childWithNs(NS.carbons)?.is("received", NS.carbons) === true;
}

function isRequest(stanza: Element): boolean {
  return stanza.name === "iq" && (stanza.attr("type") === "get" || stanza.attr("type") === "set");
}

function shaped(session: Session, stanza: Element, kind: Delivery["kind"]): Element {
  if (kind === "deliver") return stanza;
  return kind === "carbon-sent" ? carbonSent(stanza, session.jid) : carbonReceived(stanza, session.jid);
}

/** Whether a session has begun, or ceased, to take messages. */
export function isOpenFor(session: Session): boolean {
  return takesMessages({ presence: summaryOf(session) });
}
