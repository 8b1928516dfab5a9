import type { Logger } from "pino";
import type { Config } from "../../config/config.ts";
import type { Company, Node } from "../../node.ts";
import { describeFailure } from "../failure.ts";
import { nodeLog } from "../node-log.ts";
import { keepYoungWhatIsYoung, leaveInTime, reload } from "../serving.ts";
import type { Signal, Terminal } from "../terminal.ts";
import { Dialogue, type MessageLine } from "./dialogue.ts";
import type { Question, Started } from "./supervisor.ts";

/** What a process is told that is to serve. */
export type Plan = { readonly config: Config } & Omit<Company, "metrics">;

const passedOn: readonly Signal[] = ["SIGTERM", "SIGINT", "SIGHUP"];

/** One of the processes of a node that has several: does what the one that started it asks for, until it is to leave. Returns the exit code. */
export async function runProcess(
  terminal: Pick<Terminal, "onSignal" | "onCrash" | "err">,
  line: MessageLine,
): Promise<number> {
  // A terminal, or systemd, tells them all; what started this one says when it is its turn.
  for (const signal of passedOn) terminal.onSignal(signal, () => undefined);
  keepYoungWhatIsYoung();
  const process = new OneProcess(line);
  terminal.onCrash((error) => process.log.fatal({ err: error }, "crashed"));
  try {
    await process.left;
    return 0;
  } catch (error) {
    terminal.err(`yonder: ${describe(error)}`);
    return 1;
  }
}

class OneProcess {
  log: Logger = nodeLog({ level: "info", node: "not started yet" });
  readonly #dialogue: Dialogue;
  readonly #leaving = Promise.withResolvers<void>();
  #node: Promise<Node> | undefined;

  constructor(line: MessageLine) {
    const handlers: Record<Question, (argument: unknown) => Promise<unknown>> = {
      start: (plan) => this.#start(plan as Plan),
      alive: async () => undefined,
      reload: async () => reload(await this.#started, this.log),
      drain: async () => (await this.#started).drain(),
      trace: async (id) => (await this.#started).trace(String(id)),
      metrics: async () => (await this.#started).metrics(),
      leave: async () => this.#leaving.resolve(),
    };
    this.#dialogue = new Dialogue(line, handlers, describe);
  }

  /** Resolves when it has been told to leave, and has left. */
  get left(): Promise<void> {
    return this.#leave();
  }

  get #started(): Promise<Node> {
    return this.#node ?? Promise.reject(new Error("it has not started"));
  }

  async #start({ config, ...company }: Plan): Promise<Started> {
    this.log = nodeLog({ level: config.logLevel, node: config.nodeId });
    const { startNode } = await import("../../node.ts");
    const metrics = async () => String(await this.#dialogue.ask("metrics"));
    this.#node = startNode(config, this.log, { ...company, metrics });
    const { ports, firstRunLink } = await this.#node;
    return { ports, firstRunLink };
  }

  async #leave(): Promise<void> {
    await this.#leaving.promise;
    // That it could not start was said by who asked for it.
    const node = await this.#node?.catch(() => undefined);
    if (node) await leaveInTime(node, this.log);
  }
}

function describe(error: unknown): string {
  return describeFailure(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}
