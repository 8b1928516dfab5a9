import type { Logger } from "pino";
import type { Answer } from "./endpoint.ts";

/** Requests at a time, and those that may wait for their turn or to be tried again. */
const MAX_REQUESTS = 16;
const MAX_WAITING = 1_000;
/** When one that failed is tried again, in milliseconds. */
const DELAYS = [5_000, 30_000, 120_000];
const SECOND = 1_000;

export interface Letter {
  post(): Promise<Answer>;
  /** Its address is no more. */
  onGone(): void;
}

/** Posts what push services are to pass on, again if they cannot take it now. */
export class Mailer {
  readonly #log: Logger;
  readonly #queue: { readonly letter: Letter; readonly attempt: number }[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #underWay = 0;
  #isStopped = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** One too many is not sent. */
  send(letter: Letter): void {
    this.#add(letter, 0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#queue.length = 0;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #add(letter: Letter, attempt: number): void {
    if (this.#isStopped || this.#queue.length + this.#timers.size >= MAX_WAITING) return;
    this.#queue.push({ letter, attempt });
    this.#next();
  }

  #next(): void {
    const next = this.#underWay < MAX_REQUESTS ? this.#queue.shift() : undefined;
    if (!next) return;
    this.#underWay += 1;
    void this.#post(next.letter, next.attempt).finally(() => {
      this.#underWay -= 1;
      this.#next();
    });
  }

  async #post(letter: Letter, attempt: number): Promise<void> {
    try {
      const { status, retryAfter } = await letter.post();
      // RFC 8030 §7.3, and 403 for one that was made for another key
      if (status === 404 || status === 410 || status === 403) return letter.onGone();
      if (status === 429 || status >= 500) return this.#again(letter, attempt, retryAfter);
      if (status >= 300) this.#log.warn({ status }, "a push service refused a notification");
    } catch (error) {
      this.#log.debug({ err: error }, "a push service could not be reached");
      this.#again(letter, attempt, undefined);
    }
  }

  #again(letter: Letter, attempt: number, retryAfter: number | undefined): void {
    const delay = DELAYS[attempt];
    if (delay === undefined || this.#isStopped) return;
    const least = Math.min((retryAfter ?? 0) * SECOND, Math.max(...DELAYS));
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#add(letter, attempt + 1);
      },
      Math.max(delay, least),
    ).unref();
    this.#timers.add(timer);
  }
}
