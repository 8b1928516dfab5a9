import type { StreamError } from "@yonder/protocol";
import type { Session } from "./session.ts";

interface Past {
  readonly accountId: number;
  readonly handledCount: number;
}

const MAX_PAST = 10_000;

/** The sessions of this node that may be resumed, by SM-ID (XEP-0198 §5), and how far those got that can be resumed no longer. */
export class ResumableSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #past = new Map<string, Past>();

  add(session: Session): void {
    this.#sessions.set(session.id, session);
  }

  /** Only the account that made a session finds it; to others it does not exist. */
  find(id: string, accountId: number): Session | undefined {
    const session = this.#sessions.get(id);
    return session?.account.id === accountId ? session : undefined;
  }

  /** How many stanzas of a former session were handled before it was given up. */
  pastHandledCount(id: string, accountId: number): number | undefined {
    const past = this.#past.get(id);
    return past?.accountId === accountId ? past.handledCount : undefined;
  }

  /** Ends them all, suspended or not. */
  closeAll(error: StreamError): void {
    for (const session of this.#sessions.values()) session.close(error);
  }

  /** It is over; how far it got is remembered. */
  remove(session: Session): void {
    if (this.#sessions.delete(session.id)) this.remember(session);
  }

  /** It goes to another node. */
  release(session: Session): void {
    this.#sessions.delete(session.id);
  }

  remember(session: Session): void {
    this.#past.set(session.id, { accountId: session.account.id, handledCount: session.handledCount });
    if (this.#past.size <= MAX_PAST) return;
    for (const oldest of this.#past.keys()) {
      this.#past.delete(oldest);
      return;
    }
  }
}
