import type { Directory } from "../directory/directory.ts";
import type { Relay } from "../relay/relay.ts";
import type { Trace } from "./trace.ts";
import type { Received, TraceStep } from "./trace-step.ts";

/** What all nodes together know of the messages with an id. */
export interface TraceReport {
  readonly id: string;
  /** The last ones, oldest first. */
  readonly messages: readonly TracedMessage[];
  /** Nodes that did not answer. */
  readonly silent: readonly string[];
  /** How many messages each of the nodes that answered remembers, or more. */
  readonly remembered: number;
}

export interface TracedMessage {
  readonly name: string;
  /** In order of time, by the clock of the node where each was taken. */
  readonly steps: readonly TraceStep[];
  /** Receipts, markers, replies and the like that came back, each with its own steps. */
  readonly answers: readonly { readonly name: string; readonly kind: string; readonly steps: readonly TraceStep[] }[];
}

interface Found {
  readonly names: readonly string[];
  readonly remembered: number;
}

const TOPIC = "trace";
/** Milliseconds for another node's answer. */
const ANSWER_TIME = 2_000;
/** Clients that number their messages from 1 give the same id to many. */
const MOST_MESSAGES = 20;
const MOST_ANSWERS = 50;

/** Asks every node of the cluster what happened to a message, and answers the others. */
export class TraceSearch {
  readonly #trace: Trace;
  readonly #relay: Relay;
  readonly #directory: Directory;
  readonly #node: string;

  constructor(parts: { nodeId: string; trace: Trace; relay: Relay; directory: Directory }) {
    this.#node = parts.nodeId;
    this.#trace = parts.trace;
    this.#relay = parts.relay;
    this.#directory = parts.directory;
    parts.relay.answer(TOPIC, async (question) => JSON.stringify(this.#answer(JSON.parse(question))));
  }

  /** `id`: the archive's as in a stanza-id, the sender's, or an origin-id. */
  async search(id: string): Promise<TraceReport> {
    const silent = new Set<string>();
    const found = await this.#askAll<Found>({ find: id }, silent);
    const names = unique(found.flatMap(({ names }) => names));
    const steps = await this.#stepsOf(names, silent);
    const messages = names.map((name) => steps.filter(({ message }) => message === name)).filter(isAny);
    const traced = messages.toSorted(byBeginning).slice(-MOST_MESSAGES);
    return {
      id,
      messages: await Promise.all(traced.map((steps) => this.#traced(steps, silent))),
      silent: [...silent],
      remembered: Math.min(...found.map(({ remembered }) => remembered)),
    };
  }

  async #traced(steps: readonly TraceStep[], silent: Set<string>): Promise<TracedMessage> {
    const name = steps[0]?.message ?? "";
    const received = steps.find(isReceived);
    const ids = received ? [name, received.id, received.originId].filter((id) => id !== undefined) : [];
    const referring = await Promise.all(
      unique(ids).map((id) => this.#askAll<readonly string[]>({ referring: id }, silent)),
    );
    const names = unique(referring.flat(2)).slice(-MOST_ANSWERS);
    const all = await this.#stepsOf(names, silent);
    const answers = names.flatMap((answer) => {
      const own = all.filter(({ message }) => message === answer);
      const kind = received && answerKind(own, received);
      return kind === undefined ? [] : [{ name: answer, kind, steps: own }];
    });
    return { name, steps, answers };
  }

  async #stepsOf(names: readonly string[], silent: Set<string>): Promise<readonly TraceStep[]> {
    if (names.length === 0) return [];
    const steps = await this.#askAll<readonly TraceStep[]>({ steps: names }, silent);
    return steps.flat().toSorted((a, b) => a.at - b.at);
  }

  /** One that was silent once is not waited for again. */
  async #askAll<Answer>(question: Question, silent: Set<string>): Promise<Answer[]> {
    const text = JSON.stringify(question);
    const others = this.#directory.nodes().filter(({ node }) => node !== this.#node && !silent.has(node));
    const answers = await Promise.all(
      others.map(async ({ node }) => {
        const answer = await this.#relay.ask(node, TOPIC, text, ANSWER_TIME);
        if (answer === undefined) silent.add(node);
        return answer === undefined ? [] : [JSON.parse(answer) as Answer];
      }),
    );
    return [this.#answer(question) as Answer, ...answers.flat()];
  }

  #answer(question: Question): unknown {
    if ("find" in question)
      return { names: this.#trace.find(question.find).slice(-MOST_MESSAGES), remembered: this.#trace.size };
    if ("referring" in question) return this.#trace.findReferring(question.referring).slice(-MOST_ANSWERS);
    return this.#trace.steps(question.steps);
  }
}

type Question = { readonly find: string } | { readonly referring: string } | { readonly steps: readonly string[] };

/** What a message is to the one it refers to; undefined: it is between others, whose clients chose the same id. */
function answerKind(steps: readonly TraceStep[], original: Received): string | undefined {
  const received = steps.find(isReceived);
  if (!received?.about) return undefined;
  const parties = [bareOf(original.from), original.to];
  return parties.includes(bareOf(received.from)) && parties.includes(received.to) ? received.about.kind : undefined;
}

function isReceived(step: TraceStep): step is Received {
  return step.step === "received";
}

function isAny(steps: readonly TraceStep[]): boolean {
  return steps.length > 0;
}

function byBeginning(a: readonly TraceStep[], b: readonly TraceStep[]): number {
  return (a[0]?.at ?? 0) - (b[0]?.at ?? 0);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function bareOf(address: string): string {
  return address.split("/", 1)[0] ?? address;
}
