import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Endpoint } from "../generator/link.ts";
import type { Credentials } from "../generator/login.ts";
import type { PairOptions } from "../generator/pair.ts";
import { percentiles } from "./percentiles.ts";
import type { Figures } from "./scenario.ts";

export interface CanaryOrder {
  readonly endpoint: Endpoint;
  readonly accounts: readonly Credentials[];
  readonly options: PairOptions;
}

/** Two who write to each other 20 times a second, in a thread of their own: they wait for the server, and not for the generator of its load. */
export class Canary {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.unref();
  }

  /** Resolves when they have tried it for a second. */
  static async start(order: CanaryOrder): Promise<Canary> {
    const worker = new Worker(new URL("./canary-thread.ts", import.meta.url), { workerData: order });
    await once(worker, "message");
    return new Canary(worker);
  }

  /** They write as long as the load lasts, and log out then. @returns how long their messages took from one's socket to the other's */
  async during<T>(load: () => Promise<T>): Promise<{ readonly outcome: T; readonly latencies: Figures }> {
    const answer = once(this.#worker, "message") as Promise<number[][]>;
    this.#worker.postMessage("begin");
    const [outcome, [latencies = []]] = await Promise.all([
      load().finally(() => this.#worker.postMessage("end")),
      answer,
    ]);
    const { "p50 ms": median = Number.NaN, "p99 ms": slow = Number.NaN } = percentiles(latencies);
    return { outcome, latencies: { "the pair's p50 ms": median, "the pair's p99 ms": slow } };
  }
}
