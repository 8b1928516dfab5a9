import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NS, xml } from "@yonder/protocol";
import { Random } from "../fuzz/random.ts";
import { temporaryFolder } from "../support/children.ts";
import { RawClient } from "../support/raw-client.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { Churn, PASSWORD, PEOPLE } from "./churn.ts";
import { look, type Sample } from "./sample.ts";
import { type Bounds, judge, leftBehind, type Verdict } from "./verdict.ts";

export interface SoakPlan {
  readonly seed: number;
  readonly ms: number;
  /** What people do a second. */
  readonly rate: number;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly bounds: Bounds;
  note?(text: string): void;
}

export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly rate: number;
  readonly done: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
  readonly before: Sample;
  readonly after: Sample;
  readonly samples: readonly Sample[];
  readonly verdict: Verdict;
}

/** Seconds for which a session waits for its client: all have ended soon after the last has gone. */
const RESUMPTION = 1;
/** What is done at the least, however slow the machine is. */
const LEAST = 20;
/** Every so many looks, garbage is collected before. */
const CLEAN_EVERY = 4;

/** Lets people come and go at a node of its own for some time, and looks whether it is as before. */
export async function soak({ seed, ms, rate, every, bounds, note = () => {} }: SoakPlan): Promise<SoakReport> {
  const probe = join(temporaryFolder("soak"), "probe");
  const node = await startYonder({ env: environment(probe) });
  try {
    await node.users([...PEOPLE, "canary1", "canary2"].map((name) => ({ name, password: PASSWORD })));
    const canaries = await Canaries.enter(node);
    const churn = new Churn(node, new Random(seed));
    await churn.prepare();
    const since = performance.now();
    const sample = async (isClean: boolean): Promise<Sample> =>
      look({ node, probe, since, canaryMs: await canaries.tweet() }, isClean);
    const before = await sample(true);
    churn.begin(rate);
    const end = performance.now() + ms;
    const [samples, clean]: [Sample[], Sample[]] = [[], []];
    while (performance.now() < end || churn.acts < LEAST) {
      await sleep(every);
      const isClean = samples.length % CLEAN_EVERY === 0;
      const seen = await sample(isClean);
      samples.push(seen);
      if (isClean) clean.push(seen);
      note(described(seen, isClean));
    }
    await churn.end();
    const after = await quiet(before, sample);
    const verdict = judge(clean, before, after, bounds);
    await canaries.leave();
    const minutes = Math.round(ms / 6_000) / 10;
    const faults = node
      .output()
      .split("\n")
      .filter((line) => /"level":(?:50|60)/.test(line))
      .slice(0, 5);
    const complaints = [...verdict.complaints, ...churn.failures.slice(0, 5), ...faults];
    return {
      seed,
      minutes,
      rate,
      done: churn.done,
      failures: churn.failures,
      before,
      after,
      samples,
      verdict: { ...verdict, complaints },
    };
  } finally {
    await node.stop();
  }
}

function environment(probe: string): Record<string, string> {
  return {
    NODE_OPTIONS: `--import ${join(import.meta.dirname, "probe.ts")}`,
    SOAK_PROBE: probe,
    YONDER_GUESTS: "on",
    YONDER_LIMITS_RESUMPTION_SECONDS: String(RESUMPTION),
    YONDER_LIMITS_GUESTS: "10000",
    YONDER_PASSWORD_ITERATIONS: "4096",
  };
}

/** Waits until all that goes away by itself is gone, for so many milliseconds at most. */
async function quiet(
  before: Sample,
  sample: (isClean: boolean) => Promise<Sample>,
  patience = 20_000,
): Promise<Sample> {
  for (const start = performance.now(); ; await sleep(200)) {
    const seen = await sample(true);
    if (leftBehind(before, seen).length === 0 || performance.now() - start > patience) return seen;
  }
}

function described({ at, heap, external, rss, fds, delayP99, canaryMs, counts }: Sample, isClean: boolean): string {
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const mark = isClean ? " after collection" : "";
  return `${at.toFixed(0).padStart(5)} s  heap ${mib(heap)}${mark}, external ${mib(external)}, rss ${mib(rss)} MiB, ${fds} fds, delay p99 ${delayP99.toFixed(1)} ms, canary ${canaryMs.toFixed(1)} ms, ${counts.yonder_sessions} sessions`;
}

/** Two who talk to each other all the time. */
class Canaries {
  readonly #one: RawClient;
  readonly #two: RawClient;
  #count = 0;

  private constructor(one: RawClient, two: RawClient) {
    this.#one = one;
    this.#two = two;
  }

  static async enter(node: Yonder): Promise<Canaries> {
    const address = { transport: "tcp", port: node.ports.c2s, password: PASSWORD } as const;
    const one = await RawClient.login({ ...address, username: "canary1" });
    const two = await RawClient.login({ ...address, username: "canary2" });
    two.announce();
    return new Canaries(one, two);
  }

  /** Milliseconds until what one says is heard by the other. */
  async tweet(): Promise<number> {
    const id = `tweet${++this.#count}`;
    const start = performance.now();
    const heard = new Promise<void>((resolve) => {
      this.#two.onStanza = (stanza) => {
        if (stanza.attr("id") === id) resolve();
      };
    });
    this.#one.send(
      xml("message", NS.client, { to: "canary2@localhost", type: "chat", id }, xml("body", NS.client, null, "tweet")),
    );
    await Promise.race([heard, sleep(10_000, undefined, { ref: false })]);
    return Math.round((performance.now() - start) * 10) / 10;
  }

  async leave(): Promise<void> {
    await this.#one.quit();
    await this.#two.quit();
  }
}
