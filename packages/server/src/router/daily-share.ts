const DAY = 86_400_000;
/** Accounts of which it is known how much they wrote; the one that has been known for the longest time is forgotten. */
const MAX_KNOWN = 100_000;

interface Share {
  left: number;
  at: number;
}

/** How much each account may write in messages: all of a day's share at once, and what time gives back since. What is kept must not fill the disk. */
export class DailyShare {
  readonly #characters: number;
  readonly #now: () => number;
  readonly #shares = new Map<number, Share>();

  constructor(charactersPerDay: number, now: () => number) {
    this.#characters = charactersPerDay;
    this.#now = now;
  }

  /** Takes so many characters; false: there are not as many left. */
  take(account: number, characters: number): boolean {
    const share = this.#shareOf(account);
    const now = this.#now();
    share.left = Math.min(this.#characters, share.left + ((now - share.at) * this.#characters) / DAY);
    share.at = now;
    if (share.left < characters) return false;
    share.left -= characters;
    return true;
  }

  #shareOf(account: number): Share {
    const known = this.#shares.get(account);
    if (known) return known;
    const share = { left: this.#characters, at: this.#now() };
    this.#shares.set(account, share);
    for (const oldest of this.#shares.keys()) {
      if (this.#shares.size <= MAX_KNOWN) break;
      this.#shares.delete(oldest);
    }
    return share;
  }
}
