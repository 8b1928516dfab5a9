/** A request without anything to say, and what became of those before it. */
export interface Poll {
  /** Requests that wait for an answer, this one counted. */
  readonly unanswered: number;
  /** The last answer carried something. */
  readonly hadPayload: boolean;
}

export interface PaceTerms {
  /** Seconds. */
  readonly polling: number;
  readonly requests: number;
  readonly hold: number;
}

/** Networks squeeze the time between two requests. */
const TOLERANCE = 0.5;

/** Whether a client asks too often (XEP-0124 §11, §12). */
export class Pace {
  readonly #terms: PaceTerms;
  readonly #least: number;
  #lastAt = Number.NEGATIVE_INFINITY;
  #wasPoll = false;

  constructor(terms: PaceTerms) {
    this.#terms = terms;
    this.#least = terms.polling * 1_000 * TOLERANCE;
  }

  /** Takes a request; `poll` when it is empty. False: too soon. */
  take(poll: Poll | undefined, now: number): boolean {
    const isSoon = now - this.#lastAt < this.#least;
    const isFine = poll === undefined || !isSoon || !this.#isIdle(poll);
    this.#lastAt = now;
    this.#wasPoll = poll !== undefined;
    return isFine;
  }

  /** There was no reason to ask again. */
  #isIdle({ unanswered, hadPayload }: Poll): boolean {
    const { hold, requests } = this.#terms;
    return hold === 0 ? this.#wasPoll && !hadPayload : unanswered >= requests;
  }
}
