import type { Directory } from "../directory/directory.ts";
import type { Relay } from "../relay/relay.ts";
import { fromText } from "../store/archive-id.ts";
import type { Trace } from "./trace.ts";
import type { Received, TraceStep } from "./trace-step.ts";

const TOPIC = "way";
/** Milliseconds for another node's answer. */
const ANSWER_TIME = 1_000;
/** Nodes that are asked about one message. */
const MOST_NODES = 16;

/** Finds out by which way a message went that somebody has sent from here; and answers the other nodes. */
export class WaySearch {
  readonly #trace: Trace;
  readonly #relay: Relay;
  readonly #directory: Directory;
  readonly #node: string;

  constructor(parts: { nodeId: string; trace: Trace; relay: Relay; directory: Directory }) {
    this.#node = parts.nodeId;
    this.#trace = parts.trace;
    this.#relay = parts.relay;
    this.#directory = parts.directory;
    parts.relay.answer(TOPIC, async (question) => JSON.stringify(parts.trace.stepsOfLate(Number(question))));
  }

  /**
   * The steps of the last message that a user has sent from this node under an id, that it was received before all others; none when that
   * is not remembered. `isWhole`: other nodes are asked what they had to do with it.
   */
  async find(
    user: string,
    id: string,
    isWhole: (received: Received) => Promise<boolean>,
  ): Promise<readonly TraceStep[]> {
    const own = this.#trace.stepsOfSent(user, id);
    const [received] = own;
    if (received?.step !== "received") return [];
    const archiveId = received.message.includes(":") ? undefined : fromText(received.message);
    if (archiveId === undefined || !(await isWhole(received))) return own;
    const others = await Promise.all(this.#concerned(own).map((node) => this.#ask(node, archiveId)));
    return [...own, ...others.flat()];
  }

  /** Those that the message was sent to; all others when it waited until its recipient came to one of them. */
  #concerned(steps: readonly TraceStep[]): string[] {
    const sentTo = steps.flatMap((step) =>
      step.step === "relayed" && step.outcome === "delivered" && step.kind !== "carbon-sent" ? [step.to] : [],
    );
    const hasArrived = steps.some(({ step }) => step === "reached");
    const all = hasArrived && sentTo.length === 0 ? this.#directory.nodes().map(({ node }) => node) : sentTo;
    return [...new Set(all)].filter((node) => node !== this.#node).slice(0, MOST_NODES);
  }

  async #ask(node: string, archiveId: number): Promise<readonly TraceStep[]> {
    const answer = await this.#relay.ask(node, TOPIC, String(archiveId), ANSWER_TIME);
    return answer === undefined ? [] : (JSON.parse(answer) as readonly TraceStep[]);
  }
}
