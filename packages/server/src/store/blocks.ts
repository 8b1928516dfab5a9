/** Whom users do not want to hear of (XEP-0191). */
export interface Blocks {
  /** The addresses that a user has blocked, in order; none where there is no such user. */
  of(username: string): Promise<readonly string[]>;
  /** Returns those that were not blocked before. Rejects with "full", and blocks none, beyond 1,000 of one owner. */
  add(owner: number, addresses: readonly string[]): Promise<readonly string[]>;
  /** All of them when no addresses are named. Returns those that were blocked. */
  remove(owner: number, addresses?: readonly string[]): Promise<readonly string[]>;
  /** Usernames of those who have blocked anybody, in order, behind `after`; an empty page is the last. */
  users(after: string): Promise<readonly string[]>;
}
