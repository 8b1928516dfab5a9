import type { Link } from "../generator/link.ts";
import { type Credentials, loginAll, logout, untilAnswered } from "../generator/login.ts";
import { PatternCounter } from "../generator/pattern-counter.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import { elapse, type Scenario } from "./scenario.ts";

const contacts = 500;
const patienceMs = 20_000;

/** Somebody with many contacts, all of them online, comes and goes: all hear of it, and who comes hears of all. */
export const presence: Scenario = {
  name: `one of ${contacts} contacts comes and goes`,
  accounts: (isQuick) => (isQuick ? 60 : contacts) + 1,
  modes: ["none"],
  needsFreshServer: true,
  seconds: 30,
  run: async (peer, everybody, { isQuick }) => {
    const count = isQuick ? 60 : contacts;
    const accounts = everybody.slice(0, count + 1);
    const [star, ...others] = await loginAll(peer.tcp, accounts);
    if (!star) throw new Error("Nobody is there");
    await befriend(star, others, accounts);
    const audience = new Audience(star, others);
    await audience.comeAndGo();
    const before = { cpu: cpuMicroseconds(peer.pid), heard: audience.heard };
    const times: number[] = [];
    for (let round = 0; round < (isQuick ? 2 : 40); round++) times.push(await audience.comeAndGo());
    const cpu = cpuMicroseconds(peer.pid) - before.cpu;
    const heard = audience.heard - before.heard;
    await Promise.all([star, ...others].map(logout));
    const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
    return { "CPU µs/presence": cpu / heard, "ms until all know each other": median };
  },
};

/** Both see each other (RFC 6121 §3). Each step is over at the server before the next one begins. */
async function befriend(star: Link, others: readonly Link[], accounts: readonly Credentials[]): Promise<void> {
  const [own, ...names] = accounts.map(({ username }) => `${username}@localhost`);
  const to = (name: string | undefined, type: string): string =>
    star.pack(`<presence xmlns='jabber:client' to='${name}' type='${type}'/>`);
  star.write(names.map((name) => to(name, "subscribe")).join(""));
  await untilAnswered(star);
  for (const link of others) link.write(to(own, "subscribed") + to(own, "subscribe"));
  await Promise.all(others.map(untilAnswered));
  star.write(names.map((name) => to(name, "subscribed")).join(""));
  await untilAnswered(star);
  await elapse(1_000);
}

class Audience {
  readonly #star: Link;
  readonly #size: number;
  #heardByStar = 0;
  #heardByOthers = 0;

  constructor(star: Link, others: readonly Link[]) {
    this.#star = star;
    this.#size = others.length;
    star.onChunk = counter((count) => {
      this.#heardByStar += count;
    });
    for (const link of others)
      link.onChunk = counter((count) => {
        this.#heardByOthers += count;
      });
  }

  get heard(): number {
    return this.#heardByStar + this.#heardByOthers;
  }

  /** Goes and comes; the milliseconds from coming until all have heard. */
  async comeAndGo(): Promise<number> {
    await this.#until(0, () => this.#star.send("<presence xmlns='jabber:client' type='unavailable'/>"));
    const start = performance.now();
    await this.#until(this.#size, () => this.#star.send("<presence xmlns='jabber:client'/>"));
    return performance.now() - start;
  }

  async #until(byStar: number, act: () => void): Promise<void> {
    const [star, others] = [this.#heardByStar + byStar, this.#heardByOthers + this.#size];
    const deadline = performance.now() + patienceMs;
    act();
    while (this.#heardByStar < star || this.#heardByOthers < others) {
      if (performance.now() > deadline)
        throw new Error(`Not all heard: ${star - this.#heardByStar} and ${others - this.#heardByOthers} are missing`);
      await elapse(1);
    }
  }
}

function counter(onCount: (count: number) => void): (chunk: Buffer) => void {
  const pattern = new PatternCounter("<presence");
  return (chunk) => onCount(pattern.count(chunk));
}
