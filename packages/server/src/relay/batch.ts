import type { EnvelopeHead } from "./frame.ts";
import type { PackedEnvelope } from "./packed-envelope.ts";
import type { Outcome } from "./relay.ts";

type Settle = (outcome: Outcome) => void;

/** Rough size of an envelope without its stanza. */
const HEAD_BYTES = 200;

/** Envelopes that travel in one frame, and who waits for the outcome of each. */
export class Batch {
  /** When it left. */
  since = 0;
  bytes = 0;
  #heads: EnvelopeHead[] = [];
  #texts = "";
  /** undefined: has been told. */
  readonly #settles: (Settle | undefined)[] = [];
  #open = 0;

  get size(): number {
    return this.#settles.length;
  }

  /** Whether all outcomes are known. */
  get isSettled(): boolean {
    return this.#open === 0;
  }

  add({ head, text }: PackedEnvelope, settle: Settle): void {
    this.#heads.push(head);
    this.#texts += text;
    this.bytes += head.size + HEAD_BYTES;
    this.#settles.push(settle);
    this.#open += 1;
  }

  /** What is to be sent; it is not kept. */
  take(): { readonly envelopes: readonly EnvelopeHead[]; readonly texts: string } {
    const taken = { envelopes: this.#heads, texts: this.#texts };
    this.#heads = [];
    this.#texts = "";
    return taken;
  }

  /** Tells who waits for that one, unless it was done before. */
  settle(index: number, outcome: Outcome): void {
    const settle = this.#settles[index];
    if (!settle) return;
    this.#settles[index] = undefined;
    this.#open -= 1;
    settle(outcome);
  }

  settleRest(outcome: Outcome): void {
    for (let i = 0; i < this.#settles.length; i++) this.settle(i, outcome);
  }
}
