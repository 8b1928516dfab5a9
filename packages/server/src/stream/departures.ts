import { Deadline } from "./deadline.ts";
import type { Cluster } from "./handover.ts";
import type { Answer, Confirmation, Question, SessionName, Topics } from "./handover-words.ts";
import type { Session } from "./session.ts";
import type { SessionContext } from "./session-context.ts";
import { reportDeparture } from "./session-reports.ts";
import { STATE_VERSION, writeState } from "./session-state.ts";

/** How long, in milliseconds, a session that is wanted elsewhere waits for what arrived: the other node does not wait much longer. */
const SETTLING_TIME = 1_000;
/** How long, in milliseconds, it may take to arrive there. */
const JOURNEY_TIME = 10_000;
/** Bytes of an answer. */
const MAX_ANSWER = 1_048_576;

interface Journey {
  readonly session: Session;
  readonly deadline: Deadline;
}

/** The sessions that leave this node for another: the answering half of a `Handover`. */
export class Departures {
  readonly #context: SessionContext;
  readonly #journeys = new Map<string, Journey>();

  constructor({ relay }: Pick<Cluster, "relay">, context: SessionContext, { resume, resumed }: Topics) {
    this.#context = context;
    relay.answer(resume, async (question) => this.#answer(JSON.parse(question)));
    relay.answer(resumed, async (name) => this.#confirm(JSON.parse(name)));
  }

  /** It has arrived: nobody here hears of it any more. */
  arrived(id: string): void {
    this.#take(id)?.moved();
  }

  async #answer(question: Question): Promise<string> {
    const answer = JSON.stringify(await this.#handOver(question));
    if (Buffer.byteLength(answer) <= MAX_ANSWER) return answer;
    this.#take(question.id)?.lost("overflow");
    return JSON.stringify(this.#gone(question));
  }

  async #handOver({ id, accountId, h, version }: Question): Promise<Answer> {
    const session = version < STATE_VERSION ? undefined : this.#context.resumable.find(id, accountId);
    if (!session) return this.#gone({ id, accountId });
    if (!session.acknowledge(h)) return { kind: "too-high", sentCount: session.sentCount };
    if (!(await session.depart(SETTLING_TIME))) return this.#gone({ id, accountId });
    const luggage = await reportDeparture(session, this.#context);
    this.#begin(session);
    if (luggage) return { kind: "state", state: writeState(session.state(luggage)) };
    this.#take(id)?.lost("lost");
    return this.#gone({ id, accountId });
  }

  #gone({ id, accountId }: SessionName): Answer {
    return { kind: "gone", h: this.#context.resumable.pastHandledCount(id, accountId) };
  }

  #confirm({ id, accountId }: SessionName): Confirmation {
    this.arrived(id);
    return this.#context.resumable.pastHandledCount(id, accountId) === undefined ? "confirmed" : "over";
  }

  #begin(session: Session): void {
    const deadline = new Deadline(this.#context.wheel, () => this.#take(session.id)?.lost("expired"));
    deadline.set(JOURNEY_TIME);
    this.#journeys.set(session.id, { session, deadline });
  }

  #take(id: string): Session | undefined {
    const journey = this.#journeys.get(id);
    journey?.deadline.drop();
    this.#journeys.delete(id);
    return journey?.session;
  }
}
