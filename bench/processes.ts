// What further processes of one node bring, and what they cost. Nothing is bound to a core, so this says something on four cores or more; nothing is kept.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Credentials } from "./generator/login.ts";
import type { RunningPeer } from "./peers/peer.ts";
import { startProcesses } from "./peers/yonder.ts";
import type { Result } from "./result.ts";
import { logins } from "./scenarios/logins.ts";
import type { Scenario, Setting } from "./scenarios/scenario.ts";
import { windowed } from "./scenarios/windowed.ts";
import { table } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    processes: { type: "string", default: "1,2" },
    scenario: { type: "string", default: "" },
    runs: { type: "string", default: "3" },
  },
});
const isQuick = options.quick;

/** The two of a pair log in one after the other: with two processes their messages go from one to the other, all of them. */
const scenarios: readonly Scenario[] = [
  windowed({ transport: "tcp", pairs: 100, inFlight: 10 }),
  windowed({ transport: "tcp", pairs: 20, inFlight: 1 }),
  logins(),
].filter(({ name }) => name.includes(options.scenario));
const accounts: readonly Credentials[] = Array.from({ length: 200 }, (_, index) => ({
  username: `user${index}`,
  password: "correct horse",
}));

console.log(`${availableParallelism()} cores, of which this generator takes one`);
const results: Result[] = [];
for (const count of options.processes.split(",").map(Number)) {
  const running = await startProcesses(count, accounts);
  try {
    for (const scenario of scenarios) for (const mode of scenario.modes) await measure(running, scenario, mode, count);
  } finally {
    await running.stop();
  }
}
console.log(`\n${table(results)}\n`);

async function measure(peer: RunningPeer, scenario: Scenario, mode: Setting["mode"], count: number): Promise<void> {
  if (mode === "usual") return; // the same as durable here
  const runs = [];
  for (let run = 0; run < (isQuick ? 1 : Number(options.runs)); run++)
    runs.push(await scenario.run(peer, accounts, { mode, isAlwaysArchiving: true, isQuick }));
  const server = count === 1 ? "Yonder" : `${count} processes`;
  console.log(`${server} · ${scenario.name} · archive ${mode} · ${JSON.stringify(runs)}`);
  results.push({ server, version: "", scenario: scenario.name, mode, runs });
}
