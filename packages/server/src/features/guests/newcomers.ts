import { DecayingCounter } from "../../stream/decaying-counter.ts";

const HOUR = 60 * 60_000;
/** Conversations that are remembered; the one that began first is forgotten, and counts as new again. */
const MAX_KNOWN = 10_000;

/** How many new guests write to one member in an hour or so; who has written before is none. */
export class Newcomers {
  readonly #most: number;
  readonly #counter = new DecayingCounter(HOUR);
  readonly #known = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether the guest may write to the member, as far as that goes; it counts. */
  admits(guest: string, member: string, now: number): boolean {
    const conversation = `${guest} ${member}`;
    if (this.#known.has(conversation)) return true;
    if (this.#counter.count(member, now) + 1 > this.#most) return false;
    this.#counter.add(member, now);
    this.#known.add(conversation);
    for (const oldest of this.#known) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(oldest);
    }
    return true;
  }
}
