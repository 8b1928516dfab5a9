import type { Jid } from "@yonder/protocol";
import type { Directory, PresenceSummary, Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Session } from "../stream/session.ts";

const NONE: readonly Session[] = [];

/** The sessions on this node by user, mirrored into the status directory. */
export class Sessions {
  readonly #users = new Map<string, readonly Session[]>();
  /** Those of which the directory is being told, and whether they have changed meanwhile. */
  readonly #announcing = new Map<Session, boolean>();
  readonly #directory: Directory;
  #count = 0;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  get count(): number {
    return this.#count;
  }

  /** A user's sessions here, by bare JID. */
  of(user: string): readonly Session[] {
    return this.#users.get(user) ?? NONE;
  }

  /** The session of a resource; for the time in which one that was replaced still ends, its successor. */
  find(user: string, resource: string): Session | undefined {
    let ending: Session | undefined;
    for (const session of this.of(user)) {
      if (session.jid.resource !== resource) continue;
      if (!session.isOver) return session;
      ending ??= session;
    }
    return ending;
  }

  /** A user's sessions on all nodes. */
  everywhere(user: string): Awaitable<readonly Registration[]> {
    return this.#directory.lookUp(user);
  }

  *all(): Iterable<Session> {
    for (const sessions of this.#users.values()) yield* sessions;
  }

  /**
   * Adds a session that was bound or came here from another node. Rejects when the directory is out of reach; remove it then.
   * @returns the other node that had a session under this resource
   */
  add(session: Session): Awaitable<string | undefined> {
    const user = session.jid.bare;
    this.#users.set(user, [...this.of(user), session]);
    this.#count += 1;
    return this.#directory.register(user, resourceOf(session.jid), summaryOf(session));
  }

  /**
   * Tells the directory how the session stands now; call after a change of presence, priority, carbons or interest.
   * False: another session has its resource by now.
   */
  announce(session: Session): Awaitable<boolean> {
    // One that was replaced, or is over, may still be handling what it was sent.
    if (this.find(session.jid.bare, resourceOf(session.jid)) !== session) return false;
    return this.#directory.update(session.jid.bare, resourceOf(session.jid), summaryOf(session));
  }

  /** As `announce`, for what a client may change as fast as it can write: what changes while the directory is told is told once, after that. */
  async announceInTurn(session: Session): Promise<void> {
    if (this.#announcing.has(session)) return void this.#announcing.set(session, true);
    try {
      do {
        this.#announcing.set(session, false);
        await this.announce(session);
      } while (this.#announcing.get(session));
    } finally {
      this.#announcing.delete(session);
    }
  }

  /** Forgets a session; the directory's entry stays until it is unregistered, or another node takes it over. */
  depart(session: Session): void {
    const user = session.jid.bare;
    const rest = this.of(user).filter((other) => other !== session);
    if (rest.length === this.of(user).length) return;
    this.#count -= 1;
    if (rest.length === 0) this.#users.delete(user);
    else this.#users.set(user, rest);
  }

  /** Takes a session out of the directory, unless a successor under the same resource keeps the entry. */
  unregister({ jid }: Session): Awaitable<void> {
    if (this.find(jid.bare, resourceOf(jid))) return;
    return this.#directory.unregister(jid.bare, resourceOf(jid));
  }
}

/** A session as the status directory knows it. */
export function summaryOf(session: Session): PresenceSummary {
  return {
    isAvailable: session.presence !== undefined,
    priority: session.priority,
    hasCarbons: session.hasCarbons,
    isInterested: session.isInterested,
    ...(!session.isAttended && { isUnattended: true }),
  };
}

function resourceOf(jid: Jid): string {
  return jid.resource ?? "";
}
