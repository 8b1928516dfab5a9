import { type Element, weightOf } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import { Queue } from "./queue.ts";

/** A stanza that was sent and is not acknowledged. */
export interface Sent {
  readonly stanza: Element;
  readonly archiveId: number | undefined;
  /** Whom to tell that it was acknowledged. */
  readonly reachedTo: Asker | undefined;
}

const MODULUS = 2 ** 32;

/** What was sent and is not acknowledged yet, oldest first, with the counter of XEP-0198 §4. */
export class Unacked {
  readonly #sent = new Queue<Sent>();
  readonly #weights = new Queue<number>();
  /** How many characters they have, roughly. */
  #weight = 0;
  /** How many were acknowledged since the counting began; not reduced modulo 2^32, and below zero by what was sent before. */
  #acknowledged: number;

  /** `acknowledged`: where counting stands. */
  constructor(acknowledged = 0) {
    this.#acknowledged = acknowledged;
  }

  get size(): number {
    return this.#sent.size;
  }

  get weight(): number {
    return this.#weight;
  }

  /** How many were sent since the counting began, modulo 2^32. */
  get sentCount(): number {
    return (this.#acknowledged + this.#sent.size) % MODULUS;
  }

  push(sent: Sent): void {
    const weight = weightOf(sent.stanza);
    this.#sent.push(sent);
    this.#weights.push(weight);
    this.#weight += weight;
  }

  /** Takes out what the peer's `h` covers; an `h` from before is no news. "too-high": it counts more than was sent (XEP-0198 §6). */
  acknowledge(h: number): Sent[] | "too-high" {
    const count = this.#unwrapped(h) - this.#acknowledged;
    return count > this.#sent.size ? "too-high" : this.take(count);
  }

  /** Takes out the oldest `count`. */
  take(count: number): Sent[] {
    const taken: Sent[] = [];
    while (taken.length < count) {
      const sent = this.#sent.shift();
      if (!sent) break;
      this.#acknowledged += 1;
      this.#weight -= this.#weights.shift() ?? 0;
      taken.push(sent);
    }
    return taken;
  }

  /** How many were acknowledged since the counting began; see there. */
  get acknowledgedCount(): number {
    return this.#acknowledged;
  }

  /** Counting starts behind what is here (XEP-0198 §4): a count of whatever size says that all of that has come. */
  countFromHere(acknowledged = 0): void {
    this.#acknowledged = acknowledged - this.#sent.size;
  }

  toArray(): Sent[] {
    return this.#sent.toArray();
  }

  /** `h` as a full count: its turn of 2^32 is the one nearest to what was acknowledged before. */
  #unwrapped(h: number): number {
    const turn = this.#acknowledged - (this.#acknowledged % MODULUS);
    const full = turn + h;
    return full < this.#acknowledged - MODULUS / 2 ? full + MODULUS : full;
  }
}
