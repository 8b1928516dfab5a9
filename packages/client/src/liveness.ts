import type { Clock } from "./options.ts";

/** Silence after which the server is asked for a sign of life, ms. */
const SILENCE = 30_000;
/** How long it may take to answer; and when we have reason to doubt. */
const PATIENCE = 10_000;
const DOUBT = 3_000;
/** A timer that is later than this: the machine slept. */
const SLEPT = 5_000;

/** Notices a connection that died without a word. */
export class Liveness {
  readonly #clock: Clock;
  readonly #probe: () => void;
  readonly #onDead: () => void;
  #heardAt = 0;
  #cancelTick: () => void = () => {};
  #cancelVerdict: (() => void) | undefined;

  constructor(clock: Clock, probe: () => void, onDead: () => void) {
    this.#clock = clock;
    this.#probe = probe;
    this.#onDead = onDead;
  }

  start(): void {
    this.stop();
    this.heard();
    this.#tickAfter(SILENCE);
  }

  stop(): void {
    this.#cancelTick();
    this.#cancelVerdict?.();
    this.#cancelVerdict = undefined;
  }

  heard(): void {
    this.#heardAt = this.#clock.now();
    this.#cancelVerdict?.();
    this.#cancelVerdict = undefined;
  }

  /** Something was sent that the server answers. */
  expect(patience = PATIENCE): void {
    this.#cancelVerdict ??= this.#clock.after(patience, this.#onDead);
  }

  /** The network changed, or the machine slept: ask now. */
  doubt(): void {
    this.#cancelVerdict?.();
    this.#cancelVerdict = undefined;
    this.#probe();
    this.expect(DOUBT);
  }

  #tickAfter(delay: number): void {
    const due = this.#clock.now() + delay;
    this.#cancelTick = this.#clock.after(delay, () => this.#tick(due));
  }

  #tick(due: number): void {
    const now = this.#clock.now();
    const rest = this.#heardAt + SILENCE - now;
    this.#tickAfter(rest > 0 ? rest : SILENCE);
    if (now - due > SLEPT) return this.doubt();
    if (rest > 0) return;
    this.#probe();
    this.expect();
  }
}
