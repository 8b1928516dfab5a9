import type { Pending } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import type { Intake } from "./intake.ts";
import type { Sessions } from "./sessions.ts";

/** Up to where each user's devices on this node have acknowledged all that was pending. */
export class Watermarks {
  readonly #sessions: Sessions;
  readonly #pending: Pending;
  readonly #intakes: WeakMap<Session, Intake>;
  /** By user with a session here, up to which archive id sessions that are over had acknowledged everything. */
  readonly #former = new Map<string, number>();

  constructor(sessions: Sessions, pending: Pending, intakes: WeakMap<Session, Intake>) {
    this.#sessions = sessions;
    this.#pending = pending;
    this.#intakes = intakes;
  }

  /** It rises to the last message that a device has acknowledged, but not over any that is still open for another one (`Intake.lowestOpen`). */
  raise({ jid, account }: Session): void {
    let upTo = this.#former.get(jid.bare) ?? 0;
    let open = Number.POSITIVE_INFINITY;
    for (const session of this.#sessions.of(jid.bare)) {
      const intake = this.#intakes.get(session);
      upTo = Math.max(upTo, intake?.reach ?? 0);
      open = Math.min(open, intake?.lowestOpen ?? open);
    }
    upTo = Math.min(upTo, open - 1);
    if (upTo > 0) this.#pending.acknowledge(account.id, upTo);
  }

  /** A session is over: what it had acknowledged counts on, but what none has taken (the lowest archive id `lost`) stays pending. */
  ended(session: Session, reach: number, lost: number): void {
    const before = this.#former.get(session.jid.bare) ?? 0;
    this.#former.set(session.jid.bare, Math.min(Math.max(before, reach), lost - 1));
    this.raise(session);
    this.departed(session);
  }

  /** A session is here no longer. */
  departed({ jid }: Session): void {
    if (this.#sessions.of(jid.bare).length === 0) this.#former.delete(jid.bare);
  }
}
