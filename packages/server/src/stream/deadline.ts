import type { Timed, TimeWheel } from "./time-wheel.ts";

/** One time limit that is set and cleared again and again. */
export class Deadline implements Timed {
  due = 0;
  readonly #wheel: TimeWheel;
  readonly #onPast: () => void;
  #at = 0;

  constructor(wheel: TimeWheel, onPast: () => void) {
    this.#wheel = wheel;
    this.#onPast = onPast;
  }

  get isSet(): boolean {
    return this.#at !== 0;
  }

  /** Sets it, or sets it anew. */
  set(inMs: number): void {
    this.#at = this.#wheel.now + inMs;
    this.#wheel.schedule(this, this.#at);
  }

  /** Sets it, unless it is set to an earlier time. */
  setAtMost(inMs: number): void {
    if (!this.isSet || this.#at > this.#wheel.now + inMs) this.set(inMs);
  }

  /** It stays in the wheel, where nothing will come of it: limits are set and cleared far more often than they are reached. */
  clear(): void {
    this.#at = 0;
  }

  /** It will not be used again. */
  drop(): void {
    this.#at = 0;
    this.#wheel.cancel(this);
  }

  onTime(now: number): void {
    if (this.#at === 0) return;
    if (now < this.#at) return this.#wheel.schedule(this, this.#at);
    this.#at = 0;
    this.#onPast();
  }
}
