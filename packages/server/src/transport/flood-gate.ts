const SECOND = 1_000;
/** A stream may be silent and then send what it had for so many seconds. */
const BURST_SECONDS = 4;
/** The least an element counts, in bytes: handling costs more than reading. */
const ELEMENT_COST = 64;

/** Token bucket of one stream: how much may be read from it. */
export class FloodGate {
  readonly #bytesPerSecond: number;
  #tokens: number;
  #filledAt: number;

  constructor(bytesPerSecond: number, now: number) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#tokens = bytesPerSecond * BURST_SECONDS;
    this.#filledAt = now;
  }

  /** Takes what was read; false when reading must pause until `isOpen`. */
  take(bytes: number, elements: number, now: number): boolean {
    this.#tokens -= Math.max(bytes, elements * ELEMENT_COST);
    return this.#tokens >= 0 || this.isOpen(now);
  }

  isOpen(now: number): boolean {
    const refill = (this.#bytesPerSecond * (now - this.#filledAt)) / SECOND;
    this.#filledAt = now;
    this.#tokens = Math.min(this.#tokens + refill, this.#bytesPerSecond * BURST_SECONDS);
    return this.#tokens >= 0;
  }
}
