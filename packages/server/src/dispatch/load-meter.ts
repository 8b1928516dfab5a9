import { type EventLoopUtilization, performance } from "node:perf_hooks";

const SECOND = 1_000;
/** The share of a second that counts as busy, and how many such seconds in a row are more than a burst. */
const BUSY = 0.9;
const BUSY_SECONDS = 5;

/** How busy this process is: the share of each second that its event loop did not wait. */
export class LoadMeter {
  readonly #measure: () => EventLoopUtilization;
  #last: EventLoopUtilization;
  #load = 0;
  #busySeconds = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(measure: () => EventLoopUtilization = () => performance.eventLoopUtilization()) {
    this.#measure = measure;
    this.#last = measure();
  }

  /** 0 to 1, of the last second. */
  get load(): number {
    return this.#load;
  }

  /** It has been busy for so long that newcomers would make everyone wait. */
  get isOverloaded(): boolean {
    return this.#busySeconds >= BUSY_SECONDS;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), SECOND).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** A second has passed; called by itself once started. */
  tick(): void {
    const now = this.#measure();
    this.#load = performance.eventLoopUtilization(now, this.#last).utilization;
    this.#last = now;
    this.#busySeconds = this.#load >= BUSY ? this.#busySeconds + 1 : 0;
  }
}
