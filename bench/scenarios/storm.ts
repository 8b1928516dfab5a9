import { loginAll } from "../generator/login.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import { sendSteadily } from "./paced.ts";
import { connectPairs, pairOptions } from "./pairs.ts";
import { percentiles } from "./percentiles.ts";
import type { Scenario } from "./scenario.ts";

const people = 5_000;
const underWay = 500;
const canaryRate = 20;

/** A server was started again, and all of its users come back at once; two who were the first write to each other meanwhile. */
export const storm: Scenario = {
  name: `${people} log in after a restart`,
  accounts: (isQuick) => (isQuick ? 300 : people),
  modes: ["none"],
  needsFreshServer: true,
  seconds: 75,
  run: async (peer, accounts, setting) => {
    const everybody = accounts.slice(2);
    // Clients know their salted passwords; so that the generator does too, all have been here before.
    for (const link of await loginAll(peer.tcp, everybody)) link.close();
    await peer.restart();
    const canary = await connectPairs(peer.tcp, accounts, 1, pairOptions(setting));
    await sendSteadily(canary, canaryRate, 1_000);
    const before = { cpu: cpuMicroseconds(peer.pid), at: performance.now(), own: process.cpuUsage() };
    let isOver = false;
    const latencies = sendSteadily(canary, canaryRate, Number.POSITIVE_INFINITY, () => isOver);
    const links = await loginAll(peer.tcp, everybody, underWay).finally(() => {
      isOver = true;
    });
    const seconds = (performance.now() - before.at) / 1000;
    const cpu = cpuMicroseconds(peer.pid) - before.cpu;
    const own = process.cpuUsage(before.own);
    const { "p50 ms": median = Number.NaN, "p99 ms": slow = Number.NaN } = percentiles(await latencies);
    for (const link of links) link.close();
    await Promise.all(canary.map((pair) => pair.close()));
    return {
      "seconds until all are in": seconds,
      "CPU ms/login": cpu / everybody.length / 1000,
      "the pair's p50 ms": median,
      "the pair's p99 ms": slow,
      "generator busy %": (own.user + own.system) / seconds / 10_000,
    };
  },
};
