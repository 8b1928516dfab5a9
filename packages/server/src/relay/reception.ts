import type { Logger } from "pino";
import { codeOf, type Frame, notTaken, type OutcomesPart } from "./frame.ts";
import { Unpacking } from "./packed-envelope.ts";
import type { Envelope, Receiver } from "./relay.ts";

/** Envelopes handed over in one turn; what there is beyond them lets others have theirs. */
const CHUNK = 200;
/** Bytes of frames that may wait for their turn. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** A frame that waits to be handed over. */
interface Arrived {
  readonly frame: Frame;
  readonly texts: Buffer;
  readonly unpacking: Unpacking;
  /** Of the envelopes that were handed over; null: it is not known yet. */
  readonly codes: (number | null)[];
}

interface Parts {
  /** Neither throws nor rejects. */
  readonly receive: Receiver;
  readonly onQuestion: (frame: Frame, texts: Buffer) => void;
  /** Tells a node what became of what it sent. */
  readonly report: (node: string, outcomes: OutcomesPart) => void;
  readonly log: Logger;
}

/** The target node's end of the way: hands over what arrives, in order, and tells what became of it. */
export class Reception {
  readonly #parts: Parts;
  readonly #queue: Arrived[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #waitingBytes = 0;
  #left = CHUNK;
  #isTurnCounted = false;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** False: it takes nothing of that frame, since it is closed, or too much waits. */
  take(frame: Frame, texts: Buffer): boolean {
    if (this.#isClosed || this.#waitingBytes > MAX_WAITING_BYTES) return false;
    this.#waitingBytes += texts.length;
    this.#queue.push({ frame, texts, unpacking: new Unpacking(frame.envelopes ?? [], texts), codes: [] });
    this.#work();
    return true;
  }

  /** Hands over nothing more. Resolves when it has told what became of all that it did. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#work();
    await Promise.all(this.#underWay);
  }

  #work(): void {
    for (let arrived = this.#queue[0]; arrived; arrived = this.#queue[0]) {
      if (!this.#handOver(arrived)) return;
      this.#queue.shift();
      this.#waitingBytes -= arrived.texts.length;
    }
  }

  /** False: the rest has to wait for the next turn. */
  #handOver(arrived: Arrived): boolean {
    const { frame, texts, unpacking, codes } = arrived;
    while (unpacking.hasMore) {
      if (!this.#mayGoOn()) return false;
      codes.push(this.#next(arrived));
    }
    if (codes.length > 0) this.#report(frame, { codes });
    if (frame.question !== undefined) this.#parts.onQuestion(frame, texts);
    return true;
  }

  #next({ frame, unpacking }: Arrived): number | null {
    const first = unpacking.index;
    const envelope = this.#unpack(frame, unpacking);
    const outcome = envelope && !this.#isClosed ? this.#parts.receive(envelope, frame.from) : notTaken;
    if (!(outcome instanceof Promise)) return codeOf(outcome);
    const told = outcome.then((it) => {
      this.#underWay.delete(told);
      this.#report(frame, { first, codes: [codeOf(it)] });
    });
    this.#underWay.add(told);
    return null;
  }

  /** Undefined: it is broken, which those behind it need not be. */
  #unpack({ from }: Frame, unpacking: Unpacking): Envelope | undefined {
    try {
      return unpacking.next();
    } catch (error) {
      this.#parts.log.warn({ err: error, node: from }, "an envelope from another node cannot be read");
      return undefined;
    }
  }

  #report({ from, life, seq }: Frame, part: Pick<OutcomesPart, "first" | "codes">): void {
    this.#parts.report(from, { life, seq, ...part });
  }

  #mayGoOn(): boolean {
    if (this.#left === 0) return this.#isClosed;
    this.#left -= 1;
    if (!this.#isTurnCounted) setImmediate(() => this.#nextTurn());
    this.#isTurnCounted = true;
    return true;
  }

  #nextTurn(): void {
    this.#isTurnCounted = false;
    this.#left = CHUNK;
    this.#work();
  }
}
