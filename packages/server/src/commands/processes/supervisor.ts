import { setTimeout as delay } from "node:timers/promises";
import { systemTimers, type Timers } from "../../store/timers.ts";
import type { Log } from "../../stream/node-port.ts";
import type { Ports } from "../../transport/entrance.ts";

/** A process that is to serve, as its supervisor sees it. */
export interface Child {
  readonly pid: number | undefined;
  /** Rejects when it refuses, or ends before it has answered. */
  ask(question: Question, argument?: unknown): Promise<unknown>;
  kill(): void;
  /** Resolves with how it ended: `code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
}

export type Question = "start" | "alive" | "reload" | "drain" | "leave" | "trace" | "metrics";

/** What a process answers that has started. */
export interface Started {
  readonly ports: Ports;
  readonly firstRunLink: string | undefined;
}

export interface SupervisorOptions {
  readonly names: readonly string[];
  /** Starts the process; it does nothing yet. */
  fork(name: string): Child;
  readonly log: Log;
  /** Milliseconds of a clock that never goes back. */
  now?(): number;
  /** Rejects when it is aborted. */
  wait?(milliseconds: number, signal: AbortSignal): Promise<void>;
  readonly timers?: Pick<Timers, "every">;
}

/** Before one that ended is started again, in milliseconds: at first, and after it has ended again and again. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 30_000;
/** Who has served for so long has not ended because of what happens at the start. */
const STEADY = 60_000;
/** How often, in milliseconds, it is looked whether all answer; and how often one may not. Not how long: who was asleep must not blame the others. */
const LOOK_TIME = 5_000;
const PATIENCE = 6;
/** How long, in milliseconds, all have to leave. */
const LEAVE_TIME = 28_000;

/** Starts processes, and starts again what ends, until it is told to stop. */
export class Supervisor {
  readonly #options: Required<SupervisorOptions>;
  readonly #children = new Map<string, Child>();
  readonly #serving = new Set<string>();
  readonly #stop = new AbortController();
  readonly #kept: Promise<void>[] = [];
  /** How often each that serves was looked at since it was asked whether it is alive. */
  readonly #looks = new WeakMap<Child, number>();
  #stopLooking: (() => void) | undefined;

  constructor(options: SupervisorOptions) {
    const wait = (milliseconds: number, signal: AbortSignal) => delay(milliseconds, undefined, { signal });
    this.#options = { now: () => performance.now(), wait, timers: systemTimers, ...options };
  }

  /** The first one makes what is made once, the others follow together. Rejects when one cannot start; all are ended then. */
  async start(): Promise<Started> {
    const [first = "", ...others] = this.#options.names;
    try {
      const started = await this.#begin(first);
      await Promise.all(others.map((name) => this.#begin(name)));
      this.#stopLooking = this.#options.timers.every(LOOK_TIME, () => this.#look());
      return started;
    } catch (error) {
      await this.#end(0);
      throw error;
    }
  }

  /** Asks all that serve, and leaves out who does not answer. */
  async askAll(question: Question, argument?: unknown): Promise<unknown[]> {
    const children = [...this.#serving].flatMap((name) => this.#children.get(name) ?? []);
    const answers = await Promise.allSettled(children.map((child) => child.ask(question, argument)));
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  }

  /** Asks any one that serves. Rejects as that does, or when there is none. */
  async askOne(question: Question, argument?: unknown): Promise<unknown> {
    const [name = ""] = this.#serving;
    const child = this.#children.get(name);
    if (!child) throw new Error("No process serves.");
    return child.ask(question, argument);
  }

  /** All leave at the same time, since each is no place to go for the others; who does not in time is killed. */
  async stop(): Promise<void> {
    await this.#end(LEAVE_TIME);
  }

  /** For the first time. */
  async #begin(name: string): Promise<Started> {
    const since = this.#options.now();
    const child = this.#fork(name);
    const started = (await child.ask("start", { isFirst: name === this.#options.names[0] })) as Started;
    this.#serving.add(name);
    this.#kept.push(this.#keep(name, child, since));
    return started;
  }

  #fork(name: string): Child {
    const child = this.#options.fork(name);
    this.#children.set(name, child);
    return child;
  }

  async #keep(name: string, first: Child, startedAt: number): Promise<void> {
    const { log, now, wait } = this.#options;
    let [child, since, pause] = [first, startedAt, FIRST_WAIT];
    for (;;) {
      const how = await child.ended;
      this.#serving.delete(name);
      if (this.#stop.signal.aborted) return;
      if (now() - since >= STEADY) pause = FIRST_WAIT;
      log.error({ process: name, pid: child.pid, how, pause }, "a process has ended, and is started again");
      try {
        await wait(pause, this.#stop.signal);
      } catch {
        return; // told to stop meanwhile
      }
      pause = Math.min(2 * pause, LONGEST_WAIT);
      since = now();
      try {
        child = this.#fork(name);
      } catch (error) {
        log.error({ err: error, process: name }, "a process cannot be made");
        continue;
      }
      void this.#startAgain(name, child);
    }
  }

  async #startAgain(name: string, child: Child): Promise<void> {
    const { log } = this.#options;
    try {
      await child.ask("start", { isFirst: false });
      this.#serving.add(name);
      log.info({ process: name, pid: child.pid }, "a process serves again");
    } catch (error) {
      log.error({ err: error, process: name }, "a process cannot start");
      child.kill();
    }
  }

  /** One that hangs holds up whoever is at it: it is ended, and started again like any other. */
  #look(): void {
    for (const name of this.#serving) {
      const child = this.#children.get(name);
      if (!child) continue;
      const looks = this.#looks.get(child);
      this.#looks.set(child, (looks ?? 0) + 1);
      const answered = () => void this.#looks.delete(child);
      if (looks === undefined) child.ask("alive").then(answered, answered);
      else if (looks === PATIENCE) {
        this.#options.log.error({ process: name, pid: child.pid }, "a process does not answer, and is killed");
        child.kill();
      }
    }
  }

  async #end(milliseconds: number): Promise<void> {
    this.#stop.abort();
    this.#stopLooking?.();
    const children = [...this.#children.values()];
    const impatience = setTimeout(() => {
      for (const child of children) child.kill();
    }, milliseconds);
    for (const child of children) child.ask("leave").catch(() => child.kill());
    await Promise.all([...children.map(({ ended }) => ended), ...this.#kept]);
    clearTimeout(impatience);
  }
}
