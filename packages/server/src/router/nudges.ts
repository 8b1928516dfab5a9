/** Resolves to whether the user's nodes have taken notice. */
type Nudge = (user: string, archiveId: number) => Promise<boolean>;

interface Missed {
  readonly archiveId: number;
  readonly tries: number;
  /** Turns until the next try. */
  readonly rest: number;
}

const TURN = 1_000;
/** With each try twice as long after the one before: the last is half a minute after it, and then the nodes have looked by themselves. */
const MAX_TRIES = 5;
const MAX_USERS = 10_000;

/** Users whose nodes did not answer when there was a message for them: they are asked again, more and more rarely. */
export class Nudges {
  readonly #nudge: Nudge;
  readonly #missed = new Map<string, Missed>();
  #timer: NodeJS.Timeout | undefined;

  constructor(nudge: Nudge) {
    this.#nudge = nudge;
  }

  add(user: string, archiveId: number): void {
    const before = this.#missed.get(user);
    if (!before && this.#missed.size >= MAX_USERS) return;
    this.#missed.set(user, { archiveId: Math.max(archiveId, before?.archiveId ?? 0), tries: 0, rest: 1 });
    this.#timer ??= setInterval(() => this.#turn(), TURN).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#missed.clear();
  }

  #turn(): void {
    for (const [user, missed] of this.#missed) {
      if (missed.rest > 1) this.#missed.set(user, { ...missed, rest: missed.rest - 1 });
      else void this.#try(user, missed);
    }
    if (this.#missed.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #try(user: string, missed: Missed): Promise<void> {
    const tries = missed.tries + 1;
    const next = { ...missed, tries, rest: 2 ** tries };
    this.#missed.set(user, next);
    const isDone = await this.#nudge(user, missed.archiveId).catch(() => false);
    if (this.#missed.get(user)?.archiveId !== missed.archiveId) return;
    if (isDone || tries >= MAX_TRIES) this.#missed.delete(user);
  }
}
