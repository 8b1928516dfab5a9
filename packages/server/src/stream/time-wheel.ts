/** Something that is to be looked at at a certain time. */
export interface Timed {
  /** When the wheel will call, in its milliseconds; 0: not scheduled. Kept by the wheel alone. */
  due: number;
  /** The time has come, or it lay too far ahead for the wheel: look whether it is really over, and schedule again if not. */
  onTime(now: number): void;
}

const TICK = 1_000;
const SLOTS = 512;

/** One timer for all time limits of all connections and sessions: one-second ticks, no object per limit. */
export class TimeWheel {
  /** Whole milliseconds of a clock that never goes back, as of the last tick: times are kept by the thousand, and fractions take more room. */
  now: number;
  readonly #clock: () => number;
  readonly #slots: (Set<Timed> | undefined)[] = new Array(SLOTS);
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
    this.now = Math.floor(clock());
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), TICK).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Calls `task.onTime` at `at`, a tick later at most, or earlier if it is scheduled earlier already. */
  schedule(task: Timed, at: number): void {
    if (task.due !== 0 && task.due <= at) return;
    this.cancel(task);
    task.due = Math.min(Math.max(at, this.now + 1), this.now + (SLOTS - 2) * TICK);
    const index = slotOf(task.due);
    const slot = this.#slots[index];
    if (slot) slot.add(task);
    else this.#slots[index] = new Set([task]);
  }

  cancel(task: Timed): void {
    if (task.due === 0) return;
    this.#slots[slotOf(task.due)]?.delete(task);
    task.due = 0;
  }

  /** Calls all whose time has come; runs by itself once started. */
  tick(): void {
    const from = Math.floor(this.now / TICK);
    this.now = Math.max(this.now, Math.floor(this.#clock()));
    const to = Math.min(Math.floor(this.now / TICK), from + SLOTS);
    for (let second = from; second < to; second++) this.#fire(second % SLOTS);
  }

  #fire(index: number): void {
    const slot = this.#slots[index];
    if (!slot) return;
    this.#slots[index] = undefined;
    for (const task of slot) {
      task.due = 0;
      task.onTime(this.now);
    }
  }
}

function slotOf(at: number): number {
  return Math.floor(at / TICK) % SLOTS;
}
