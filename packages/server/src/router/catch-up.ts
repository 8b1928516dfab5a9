import type { Logger } from "pino";
import type { Store } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import type { Inbox } from "./inbox.ts";
import type { Sessions } from "./sessions.ts";

const TURN = 1_000;
/** Milliseconds after which all are looked after again, whatever happens. */
const ROUND = 30_000;
/** After a store that did not answer. */
const TRY_AGAIN = 2_000;
const CHUNK = 1_000;

/**
 * Looks whether sessions here have missed messages that other nodes accepted: one that took messages only when others could not know
 * of it yet, and all of them after something has happened in the cluster. Without a shared store it has nothing to do.
 */
export class CatchUp {
  readonly #sessions: Sessions;
  readonly #inbox: Inbox;
  readonly #store: Store;
  readonly #log: Logger;
  readonly #staleness: number;
  readonly #due: { readonly session: Session; readonly at: number }[] = [];
  readonly #timer: NodeJS.Timeout | undefined;
  #nextRound = ROUND;
  #isLooking = false;

  /** `staleness`: how long, in milliseconds, others may not know of a session (directory.ts). */
  constructor(parts: { sessions: Sessions; inbox: Inbox; store: Store; staleness: number; log: Logger }) {
    this.#sessions = parts.sessions;
    this.#inbox = parts.inbox;
    this.#store = parts.store;
    this.#staleness = parts.staleness;
    this.#log = parts.log;
    if (!parts.store.shared) return;
    this.#nextRound = performance.now() + ROUND;
    this.#timer = setInterval(() => void this.#turn(), TURN).unref();
    parts.inbox.onOpened = (session) => this.#due.push({ session, at: performance.now() + this.#staleness });
  }

  /** Looks after all of them at the next turn. */
  soon(): void {
    this.#nextRound = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #turn(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const now = performance.now();
    try {
      if (now >= this.#nextRound) {
        this.#nextRound = now + ROUND;
        await this.#look([...this.#sessions.all()]);
      } else {
        await this.#look(this.#takeDue(now));
      }
    } catch (error) {
      this.#log.warn({ err: error }, "mailboxes could not be looked at");
      this.#nextRound = now + TRY_AGAIN;
    } finally {
      this.#isLooking = false;
    }
  }

  #takeDue(now: number): Session[] {
    const count = this.#due.findIndex(({ at }) => at > now);
    return this.#due.splice(0, count < 0 ? this.#due.length : count).map(({ session }) => session);
  }

  async #look(sessions: readonly Session[]): Promise<void> {
    const open = sessions.filter((session) => this.#inbox.seenBy(session) !== undefined);
    for (let from = 0; from < open.length; from += CHUNK) {
      const some = open.slice(from, from + CHUNK);
      const heads = await this.#store.shared?.heads([...new Set(some.map(({ account }) => account.id))]);
      for (const session of some) {
        const head = heads?.get(session.account.id) ?? 0;
        if (head > (this.#inbox.seenBy(session) ?? head)) this.#inbox.fill(session, head);
      }
    }
  }
}
