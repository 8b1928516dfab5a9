import type { Awaitable } from "../features/feature.ts";
import { Batch } from "./batch.ts";
import { notTaken, type OutcomesPart, outcomeOf, unknown } from "./frame.ts";
import type { Line } from "./line.ts";
import { pack } from "./packed-envelope.ts";
import type { Envelope, Outcome } from "./relay.ts";

/** Bytes of envelopes in one frame, unless a single one has more. */
const MAX_FRAME = 512 * 1024;
/** Envelopes, and bytes of them, that may wait for their outcomes. */
const MAX_WAITING = 10_000;
const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** What is to be said to one node at the end of the turn, and what was sent there and has no outcome yet. */
export class Outbox {
  readonly #node: string;
  readonly #line: Line;
  readonly #elapsed: () => number;
  /** By the number of the frame, in the order in which they left. */
  readonly #sent = new Map<number, Batch>();
  #gathered = new Batch();
  #outcomes: OutcomesPart[] = [];
  #isDue = false;
  #isDueSoon = false;
  #waiting = 0;
  #waitingBytes = 0;
  #onIdle: (() => void) | undefined;

  constructor(node: string, line: Line, elapsed: () => number) {
    this.#node = node;
    this.#line = line;
    this.#elapsed = elapsed;
  }

  get isIdle(): boolean {
    return !this.#isDue && !this.#isDueSoon && this.#waiting === 0;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }

  send(envelope: Envelope): Awaitable<Outcome> {
    if (!this.#line.isUp || this.#waiting >= MAX_WAITING || this.#waitingBytes >= MAX_WAITING_BYTES) return notTaken;
    const packed = pack(envelope);
    if (this.#gathered.size > 0 && this.#gathered.bytes + packed.head.size > MAX_FRAME) this.flush();
    return new Promise((resolve) => {
      const before = this.#gathered.bytes;
      this.#gathered.add(packed, resolve);
      this.#waiting += 1;
      this.#waitingBytes += this.#gathered.bytes - before;
      this.#schedule();
    });
  }

  /** Tells the other node what became of what it sent, with what is said to it next, or soon by itself. */
  report(outcomes: OutcomesPart): void {
    this.#outcomes.push(outcomes);
    if (this.#isDue || this.#isDueSoon) return;
    this.#isDueSoon = true;
    this.#line.soon(() => {
      this.#isDueSoon = false;
      this.flush();
      this.#tellIdle();
    });
  }

  /** Says at once what was to be said at the end of the turn. */
  flush(): void {
    const batch = this.#gathered;
    const outcomes = this.#outcomes;
    this.#gathered = new Batch();
    this.#outcomes = [];
    if (batch.size > 0) this.#post(batch, outcomes);
    else if (outcomes.length > 0) this.#line.tell(this.#node, { outcomes });
  }

  /** The other node tells what became of envelopes. */
  settle({ seq, first = 0, codes }: OutcomesPart): void {
    const batch = this.#sent.get(seq);
    if (!batch) return;
    codes.forEach((code, i) => {
      if (code !== null) batch.settle(first + i, outcomeOf(code));
    });
    if (batch.isSettled) this.settleFrame(seq, unknown);
  }

  /** The outcome of all in that frame that have none yet. */
  settleFrame(seq: number, outcome: Outcome): void {
    const batch = this.#sent.get(seq);
    if (!batch) return;
    this.#sent.delete(seq);
    this.#close(batch, outcome);
  }

  /** What left before that time has waited long enough. */
  expire(before: number): void {
    for (const [seq, { since }] of this.#sent) {
      if (since >= before) return;
      this.settleFrame(seq, unknown);
    }
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#line.atEndOfTurn(() => {
      this.#isDue = false;
      this.flush();
      this.#tellIdle();
    });
  }

  #post(batch: Batch, outcomes: readonly OutcomesPart[]): void {
    if (!this.#line.isUp) return this.#close(batch, notTaken);
    const { envelopes, texts } = batch.take();
    const content = outcomes.length > 0 ? { envelopes, outcomes } : { envelopes };
    const { seq, listeners } = this.#line.post(this.#node, content, texts);
    batch.since = this.#elapsed();
    this.#sent.set(seq, batch);
    listeners.then(
      (count) => count === 0 && this.settleFrame(seq, notTaken),
      () => this.settleFrame(seq, unknown),
    );
  }

  /** Nothing of it waits any more; what has no outcome yet gets this one. */
  #close(batch: Batch, outcome: Outcome): void {
    batch.settleRest(outcome);
    this.#waiting -= batch.size;
    this.#waitingBytes -= batch.bytes;
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.isIdle) this.#onIdle?.();
  }
}
