import { DecayingCounter } from "./decaying-counter.ts";
import { networkOf } from "./network-of.ts";

const MINUTE = 60_000;
const SECOND = 1_000;
/** Failures that cost nothing: people mistype. */
const FREE = 3;
const FREE_OF_ACCOUNT = 10;
/** Failures of one address beyond which it is not listened to for a while. */
const TOO_MANY = 100;
const LONGEST_DELAY = 8 * SECOND;
/** How long a stranger stands in line for an account that is being guessed, well within the time for a login; whoever would have to stand longer is refused. */
const LONGEST_LINE = 2 * LONGEST_DELAY;
const MAX_KNOWN = 100_000;
const MAX_LINES = 10_000;

/**
 * Makes the guessing of passwords slow, without locking out an account's owner: an address that has logged in to an account
 * before is not held up there by what others do, as long as not too much is guessed from there as well. From however many
 * addresses an account is guessed at, strangers have their turns at it one after another.
 */
export class LoginGuard {
  readonly #byAddress = new DecayingCounter(2 * MINUTE);
  readonly #byAccount = new DecayingCounter(10 * MINUTE);
  readonly #known = new Set<string>();
  /** By account, when the last one in its line has their turn. */
  readonly #lines = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Before a password is checked: for how long to wait, in ms, or "refuse". */
  before(address: string, username: string): number | "refuse" {
    if (this.#known.has(knownKey(address, username))) return 0;
    if (this.#byAddress.count(networkOf(address), this.#now()) >= TOO_MANY) return "refuse";
    const gap = delay(this.#byAccount.count(username, this.#now()) - FREE_OF_ACCOUNT);
    return gap === 0 ? 0 : this.#standInLine(username, gap);
  }

  /** After a failure: for how long to hold back the answer, in ms. */
  failed(address: string, username: string): number {
    this.#byAccount.add(username, this.#now());
    const count = this.#byAddress.add(networkOf(address), this.#now());
    if (count >= TOO_MANY) this.#known.delete(knownKey(address, username));
    return delay(count - FREE);
  }

  succeeded(address: string, username: string): void {
    this.#known.add(knownKey(address, username));
    forgetOldest(this.#known, MAX_KNOWN);
  }

  #standInLine(username: string, gap: number): number | "refuse" {
    const now = this.#now();
    const turn = Math.max(now, this.#lines.get(username) ?? 0) + gap;
    if (turn - now > LONGEST_LINE) return "refuse";
    this.#lines.delete(username);
    this.#lines.set(username, turn);
    forgetOldest(this.#lines, MAX_LINES);
    return turn - now;
  }
}

function forgetOldest(kept: Set<string> | Map<string, number>, max: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(oldest);
  }
}

function delay(beyond: number): number {
  return beyond <= 0 ? 0 : Math.min(LONGEST_DELAY, 125 * 2 ** beyond);
}

function knownKey(address: string, username: string): string {
  return `${networkOf(address)} ${username}`;
}
