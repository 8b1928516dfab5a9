import type { Awaitable } from "../features/feature.ts";
import type { Registration } from "./directory.ts";
import type { Registrations } from "./registrations.ts";

type Answer = readonly Registration[];

interface Parts {
  /** The living registrations of a user on other nodes. Never rejects; undefined, at once or later: not to be known now. */
  readonly ask: (user: string) => Promise<Answer | undefined> | undefined;
  readonly own: Registrations;
  /** A session of this node, of which another node has the resource by now. */
  readonly onTaken: (session: Registration) => void;
  /** How long an answer is good for, in milliseconds. */
  readonly staleness: number;
  readonly now: () => number;
}

interface Question {
  /** When it was put. */
  readonly at: number;
  /** Nothing has changed since, as far as we know. */
  isCurrent: boolean;
}

/**
 * Answers of the engine, kept as long as they are good, with this node's own sessions in them. Whoever looks up a user first goes on
 * first: what is known already never overtakes a question under way.
 */
export class LookUps {
  readonly #parts: Parts;
  readonly #kept = new Map<string, { readonly answer: Answer; readonly at: number }>();
  readonly #asked = new Map<string, { readonly question: Question; readonly answer: Promise<Answer> }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  lookUp(user: string): Awaitable<Answer> {
    const asked = this.#asked.get(user);
    if (asked) return asked.question.isCurrent ? asked.answer : this.#ask(user, asked.answer);
    const kept = this.#kept.get(user);
    return kept && this.#isGood(kept.at) ? kept.answer : this.#ask(user, undefined);
  }

  /** What was asked before is still answered, but not to those who look up from now on. */
  forget(user: string): void {
    this.#kept.delete(user);
    const asked = this.#asked.get(user);
    if (asked) asked.question.isCurrent = false;
  }

  forgetAll(): void {
    this.#kept.clear();
    for (const { question } of this.#asked.values()) question.isCurrent = false;
  }

  /** Lets go of what is too old to be used. */
  purge(): void {
    for (const [user, { at }] of this.#kept) {
      if (this.#isGood(at)) return;
      this.#kept.delete(user);
    }
  }

  #isGood(at: number): boolean {
    return this.#parts.now() - at < this.#parts.staleness;
  }

  #ask(user: string, former: Promise<Answer> | undefined): Awaitable<Answer> {
    const question = { at: this.#parts.now(), isCurrent: true };
    const reply = this.#parts.ask(user);
    if (!reply && !former) return this.#parts.own.of(user);
    const answer = this.#answer(user, question, reply, former);
    this.#asked.set(user, { question, answer });
    return answer;
  }

  async #answer(
    user: string,
    question: Question,
    reply: Promise<Answer | undefined> | undefined,
    former: Promise<Answer> | undefined,
  ): Promise<Answer> {
    if (former) await former;
    const others = await reply;
    if (others && question.isCurrent) this.#giveUp(user, others);
    const answer = merged(this.#parts.own.of(user), others ?? []);
    if (others && question.isCurrent) this.#keep(user, answer, question.at);
    // Those who wait for this answer go on before anybody is answered at once.
    setImmediate(() => {
      if (this.#asked.get(user)?.question === question) this.#asked.delete(user);
    });
    return answer;
  }

  /** A resource is on one node: where the engine says so, unless that is old news. */
  #giveUp(user: string, others: Answer): void {
    for (const session of this.#parts.own.of(user)) {
      if (others.some(({ resource }) => resource === session.resource)) this.#parts.onTaken(session);
    }
  }

  #keep(user: string, answer: Answer, at: number): void {
    this.#kept.delete(user);
    this.#kept.set(user, { answer, at });
    if (this.#kept.size <= CAPACITY) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}

const CAPACITY = 20_000;

function merged(own: Answer, others: Answer): Answer {
  if (others.length === 0) return own;
  return [...own, ...others.filter(({ resource }) => !own.some((it) => it.resource === resource))];
}
