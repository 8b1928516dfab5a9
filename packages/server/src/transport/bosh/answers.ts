interface Answer {
  readonly rid: number;
  readonly key: string | undefined;
  readonly text: string;
}

/** The latest answers, for a client that did not get them (XEP-0124 §14.3), and how many of them it is known to have. */
export class Answers {
  readonly #most: number;
  readonly #kept: Answer[] = [];
  #last = 0;
  #lastWithPayload = 0;
  #taken = 0;

  /** `most`: how many are kept; as many as the client may have requests under way. */
  constructor(most: number) {
    this.#most = most;
  }

  add(answer: Answer, hasPayload: boolean): void {
    this.#kept.push(answer);
    if (this.#kept.length > this.#most) this.#kept.shift();
    this.#last = answer.rid;
    if (hasPayload) this.#lastWithPayload = answer.rid;
  }

  /** The same answer again, for the same request. */
  find(rid: number, key: string | undefined): string | undefined {
    return this.#kept.find((answer) => answer.rid === rid && answer.key === key)?.text;
  }

  /** The client has all answers up to this one. */
  take(rid: number): void {
    this.#taken = Math.max(this.#taken, Math.min(rid, this.#last));
  }

  /** All that was sent has arrived. */
  get areTaken(): boolean {
    return this.#lastWithPayload <= this.#taken;
  }

  /** Characters that may not have arrived. */
  get untakenLength(): number {
    return this.#kept.reduce((sum, { rid, text }) => sum + (rid > this.#taken ? text.length : 0), 0);
  }
}
