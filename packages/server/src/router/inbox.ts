import { carbonReceived, carbonSent, type Element, Jid, StreamError, withAttrs } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Asker, Envelope, Outcome } from "../relay/relay.ts";
import type { ArchivedMessage, Store } from "../store/store.ts";
import type { Unacknowledged } from "../stream/node-port.ts";
import type { Session } from "../stream/session.ts";
import { archivedStanza } from "./archived-stanza.ts";
import { type Delivery, takesMessages } from "./route.ts";
import type { Sessions } from "./sessions.ts";

/** How many pending messages are read from the store at a time. */
const PAGE = 100;
/** Live messages that may wait for a session whose pending ones are still going out; beyond it, it is cut off and comes back for the rest. */
const MAX_HELD = 2_000;

/** A session that takes messages: first what was pending, then what arrives, each once and in order of acceptance. */
interface Intake {
  /** Archive id up to which pending messages went out. */
  flushedUpTo: number;
  /** Live messages waiting for the pending ones; undefined once those are through. */
  held: Held[] | undefined;
  isOpen: boolean;
}

interface Held {
  readonly stanza: Element;
  readonly archiveId: number;
  readonly reachedTo: Asker | undefined;
}

/** The target node's end of the way: delivers envelopes to sessions here, and keeps what no device has acknowledged pending. */
export class Inbox {
  readonly #sessions: Sessions;
  readonly #store: Store;
  readonly #log: Logger;
  readonly #intakes = new Map<Session, Intake>();
  /** Tells the source user that a device of `user` acknowledged the message. */
  onReached: ((to: Asker, user: string, archiveId: number) => void) | undefined;
  /** Takes what was sent by `Router.signal`. */
  onSignal: ((user: string, signal: Element) => void) | undefined;

  constructor(sessions: Sessions, store: Store, log: Logger) {
    this.#sessions = sessions;
    this.#store = store;
    this.#log = log;
  }

  /** Takes an envelope from the relay. */
  receive(envelope: Envelope): Outcome {
    if (envelope.deliveries.length === 0) return this.#signal(envelope);
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
    if (envelope.archiveId === undefined) return session.send(stanza);
    this.#handLive(session, stanza, envelope.archiveId, envelope.reachedTo);
  }

  #handLive(session: Session, stanza: Element, archiveId: number, reachedTo?: Asker): void {
    const intake = this.#intakes.get(session);
    // It takes no messages, so that its acknowledgement must not raise the watermark over those that still are to come.
    if (!intake) return session.send(stanza);
    if (intake.held) {
      intake.held.push({ stanza, archiveId, reachedTo });
      if (intake.held.length > MAX_HELD) session.cutOff();
      return;
    }
    // It went out already, among the pending ones.
    if (archiveId <= intake.flushedUpTo) return;
    this.#deliver(session, stanza, archiveId, reachedTo);
  }

  #deliver(session: Session, stanza: Element, archiveId: number, reachedTo: Asker | undefined): void {
    session.deliver(stanza, archiveId, reachedTo && (() => this.onReached?.(reachedTo, session.jid.bare, archiveId)));
  }

  /** A session may be about to take messages: live ones wait from now on until it is opened or closed. */
  prepare(session: Session): void {
    if (!this.#intakes.has(session)) this.#intakes.set(session, { flushedUpTo: 0, held: [], isOpen: false });
  }

  /** Sends the user's pending messages to a session that has begun to take messages, then lets live ones through. */
  async open(session: Session): Promise<void> {
    this.prepare(session);
    const intake = this.#intakes.get(session);
    if (!intake || intake.isOpen) return;
    intake.isOpen = true;
    try {
      await this.#flush(session, intake);
    } catch (error) {
      this.#log.error({ err: error, session: session.id }, "pending messages could not be read");
      session.close(new StreamError("internal-server-error"));
    }
  }

  async #flush(session: Session, intake: Intake): Promise<void> {
    for (let isMore = true; isMore; ) {
      const page = await this.#store.pending.page(session.account.id, intake.flushedUpTo, PAGE);
      if (this.#intakes.get(session) !== intake) return;
      for (const message of page) this.#deliverLate(session, message);
      intake.flushedUpTo = page.at(-1)?.id ?? intake.flushedUpTo;
      isMore = page.length === PAGE;
      if (isMore) await session.drained();
    }
    const held = intake.held ?? [];
    intake.held = undefined;
    for (const { stanza, archiveId, reachedTo } of held) {
      if (archiveId > intake.flushedUpTo) this.#deliver(session, stanza, archiveId, reachedTo);
    }
  }

  /** Who sent it may be waiting still to hear that it arrived; nobody here knows, so they are told. */
  #deliverLate(session: Session, message: ArchivedMessage): void {
    const stanza = archivedStanza(message, session.jid.bare);
    const user = Jid.tryParse(stanza.attr("from") ?? "")?.bare;
    const id = stanza.attr("id");
    this.#deliver(session, stanza, message.id, user !== undefined && id !== undefined ? { user, id } : undefined);
  }

  /** A session takes messages no longer. */
  close(session: Session): void {
    this.#intakes.delete(session);
  }

  /**
   * A device has acknowledged a message. The user's watermark rises to the last one before any that is still on its way to a device here.
   */
  acknowledged(session: Session, archiveId: number): void {
    if (!this.#intakes.has(session)) return;
    let upTo = archiveId;
    for (const other of this.#sessions.of(session.jid.bare)) {
      const waiting =
        this.#intakes.get(other) && (other.firstUnacked ?? this.#intakes.get(other)?.held?.[0]?.archiveId);
      if (waiting !== undefined) upTo = Math.min(upTo, waiting - 1);
    }
    if (upTo > 0) this.#store.pending.acknowledge(session.account.id, upTo);
  }

  /**
   * A session is over: what it had not acknowledged goes to the user's other devices if it was meant for that device alone; messages otherwise stay
   * pending, and iq requests are answered on its behalf (XEP-0198 §4, RFC 6121 §8.5.3.2.3).
   * @returns iq requests nobody will answer now
   */
  handBack(session: Session, unacked: readonly Unacknowledged[]): Element[] {
    const others = this.#sessions.of(session.jid.bare).filter((other) => other !== session && this.#intakes.has(other));
    const requests: Element[] = [];
    for (const { stanza, archiveId } of unacked) {
      if (stanza.name === "iq" && (stanza.attr("type") === "get" || stanza.attr("type") === "set"))
        requests.push(stanza);
      if (archiveId === undefined || stanza.attr("to") !== session.jid.toString()) continue;
      for (const other of others) if (!other.hasCarbons) this.#handLive(other, stanza, archiveId);
    }
    if (unacked.length > 0)
      this.#log.debug({ session: session.id, unacked: unacked.length }, "session ended with stanzas not acknowledged");
    return requests;
  }
}

function shaped(session: Session, stanza: Element, kind: Delivery["kind"]): Element {
  if (kind === "deliver") return stanza;
  if (kind === "address") return withAttrs(stanza, { to: session.jid.toString() });
  return kind === "carbon-sent" ? carbonSent(stanza, session.jid) : carbonReceived(stanza, session.jid);
}

/** Whether a session has begun, or ceased, to take messages. */
export function isOpenFor(session: Session): boolean {
  return takesMessages({
    presence: {
      isAvailable: session.presence !== undefined,
      priority: session.priority,
      hasCarbons: session.hasCarbons,
      isInterested: session.isInterested,
    },
  });
}
