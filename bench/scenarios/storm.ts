import { loginAll } from "../generator/login.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import { Canary } from "./canary.ts";
import { pairOptions } from "./pairs.ts";
import type { Scenario } from "./scenario.ts";

const people = 5_000;
const underWay = 500;

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
    const canary = await Canary.start({
      endpoint: peer.tcp,
      accounts: accounts.slice(0, 2),
      options: pairOptions(setting),
    });
    const before = { cpu: cpuMicroseconds(peer.pid), at: performance.now(), own: process.cpuUsage() };
    const { outcome, latencies } = await canary.during(async () => {
      const links = await loginAll(peer.tcp, everybody, underWay);
      const seconds = (performance.now() - before.at) / 1000;
      const own = process.cpuUsage(before.own);
      return { links, seconds, cpu: cpuMicroseconds(peer.pid) - before.cpu, own: own.user + own.system };
    });
    for (const link of outcome.links) link.close();
    return {
      "seconds until all are in": outcome.seconds,
      "CPU ms/login": outcome.cpu / everybody.length / 1000,
      ...latencies,
      "generator busy %": outcome.own / outcome.seconds / 10_000,
    };
  },
};
