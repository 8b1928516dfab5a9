import type { Config } from "../config/config.ts";
import type { Directory, NodeReport } from "../directory/directory.ts";
import { Admission } from "./admission.ts";
import { Dispatch } from "./dispatch.ts";
import { type Departing, Drain, type DrainReport } from "./drain.ts";
import { LoadMeter } from "./load-meter.ts";

export interface TrafficOptions {
  readonly config: Pick<Config, "nodeUrl" | "nodeC2sAddress" | "redisUrl" | "limits">;
  /** Names of the processes at this address, this one's included. */
  readonly company: readonly string[];
  readonly directory: Pick<Directory, "nodes">;
  readonly sessions: { readonly count: number; all(): Iterable<Departing> };
  /** Where browsers find all of us, without a trailing slash. */
  publicUrl(): string;
}

/** Leases are written and read twice a second. */
const NEWS_TIME = 1_500;
/** Share of the connections allowed from which on a busy node counts as full. */
const FULL = 0.9;

/** Who is served by this node, and who by another. */
export class Traffic {
  readonly dispatch: Dispatch;
  readonly admission: Admission;
  readonly #options: TrafficOptions;
  readonly #meter = new LoadMeter();
  readonly #drain: Drain;

  constructor(options: TrafficOptions) {
    const { config, company, directory, sessions, publicUrl } = options;
    this.#options = options;
    this.dispatch = new Dispatch({
      company,
      nodes: () => directory.nodes(),
      publicUrl,
      random: Math.random,
    });
    this.admission = new Admission({ dispatch: this.dispatch, isOverloaded: () => this.#isOverloaded() });
    this.#drain = new Drain({
      dispatch: this.dispatch,
      admission: this.admission,
      newsTime: config.redisUrl === undefined ? 0 : NEWS_TIME,
      sessions: () => sessions.all(),
    });
    this.#meter.start();
  }

  /** Sends the sessions here to other nodes, and takes no more; resolves when they have gone. */
  drain(): Promise<DrainReport> {
    return this.#drain.run();
  }

  /** What this node tells the others each time it renews its lease. */
  report(): NodeReport {
    const { config, sessions } = this.#options;
    return {
      webUrl: config.nodeUrl,
      c2sAddress: config.nodeC2sAddress,
      sessions: sessions.count,
      load: this.#meter.load,
      isDraining: this.admission.isDraining,
    };
  }

  stop(): void {
    this.#meter.stop();
  }

  #isOverloaded(): boolean {
    const { config, sessions } = this.#options;
    return this.#meter.isOverloaded && sessions.count >= FULL * config.limits.connections;
  }
}
