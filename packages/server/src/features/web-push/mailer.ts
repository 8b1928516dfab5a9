import type { Logger } from "pino";
import type { Answer } from "./endpoint.ts";

/** Requests at a time, and of one owner; and letters that may wait for their turn or to be tried again. */
const MAX_REQUESTS = 16;
const MAX_OF_OWNER = 4;
const MAX_WAITING = 1_000;
/** When one that failed is tried again, in milliseconds. */
const DELAYS = [5_000, 30_000, 120_000];
const SECOND = 1_000;

export interface Letter {
  /** Who is told: nobody takes all requests for themselves. */
  readonly owner: number;
  /** Where: a later letter takes the place of one that waits (RFC 8030 §5.4). */
  readonly address: string;
  post(): Promise<Answer>;
  /** Its address is no more. */
  onGone(): void;
}

/** A letter that waits. */
interface Waiting {
  letter: Letter;
  readonly attempt: number;
  /** Until it is tried again; undefined: it is its turn. */
  timer?: NodeJS.Timeout | undefined;
}

/** Posts what push services are to pass on, again if they cannot take it now. */
export class Mailer {
  readonly #log: Logger;
  /** By owner and address, in order of arrival. */
  readonly #waiting = new Map<string, Waiting>();
  /** Requests under way by owner. */
  readonly #underWay = new Map<number, number>();
  #requests = 0;
  #isStopped = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** One too many is not sent. */
  send(letter: Letter): void {
    const before = this.#waiting.get(keyOf(letter));
    if (before) before.letter = letter;
    else this.#add({ letter, attempt: 0 });
  }

  stop(): void {
    this.#isStopped = true;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #add(waiting: Waiting): void {
    if (this.#isStopped || this.#waiting.size >= MAX_WAITING) return clearTimeout(waiting.timer);
    this.#waiting.set(keyOf(waiting.letter), waiting);
    this.#next();
  }

  #next(): void {
    if (this.#requests >= MAX_REQUESTS) return;
    for (const [key, { letter, attempt, timer }] of this.#waiting) {
      if (timer || (this.#underWay.get(letter.owner) ?? 0) >= MAX_OF_OWNER) continue;
      this.#waiting.delete(key);
      this.#count(letter.owner, 1);
      void this.#post(letter, attempt).finally(() => {
        this.#count(letter.owner, -1);
        this.#next();
      });
      return;
    }
  }

  #count(owner: number, change: 1 | -1): void {
    this.#requests += change;
    const count = (this.#underWay.get(owner) ?? 0) + change;
    if (count > 0) this.#underWay.set(owner, count);
    else this.#underWay.delete(owner);
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
    if (delay === undefined || this.#waiting.has(keyOf(letter))) return;
    const least = Math.min((retryAfter ?? 0) * SECOND, Math.max(...DELAYS));
    const waiting: Waiting = { letter, attempt: attempt + 1 };
    const tryAgain = () => {
      waiting.timer = undefined;
      this.#next();
    };
    waiting.timer = setTimeout(tryAgain, Math.max(delay, least)).unref();
    this.#add(waiting);
  }
}

function keyOf({ owner, address }: Letter): string {
  return `${owner} ${address}`;
}
