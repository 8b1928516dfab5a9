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
const MAX_KNOWN = 100_000;

/**
 * Makes the guessing of passwords slow, without locking out an account's owner: an address that has logged in to an account
 * before is not held up there by what others do, as long as not too much is guessed from there as well.
 */
export class LoginGuard {
  readonly #byAddress = new DecayingCounter(2 * MINUTE);
  readonly #byAccount = new DecayingCounter(10 * MINUTE);
  readonly #known = new Set<string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Before a password is checked: for how long to wait, in ms, or "refuse". */
  before(address: string, username: string): number | "refuse" {
    if (this.#known.has(knownKey(address, username))) return 0;
    if (this.#byAddress.count(networkOf(address), this.#now()) >= TOO_MANY) return "refuse";
    return delay(this.#byAccount.count(username, this.#now()) - FREE_OF_ACCOUNT);
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
    if (this.#known.size <= MAX_KNOWN) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      return;
    }
  }
}

function delay(beyond: number): number {
  return beyond <= 0 ? 0 : Math.min(LONGEST_DELAY, 125 * 2 ** beyond);
}

function knownKey(address: string, username: string): string {
  return `${networkOf(address)} ${username}`;
}
