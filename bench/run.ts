import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ejabberd } from "./peers/ejabberd.ts";
import type { ArchiveMode, Peer } from "./peers/peer.ts";
import { prosody } from "./peers/prosody.ts";
import { yonder } from "./peers/yonder.ts";
import { hotSpots, profileNodes } from "./profile.ts";
import type { Result } from "./result.ts";
import { idle } from "./scenarios/idle.ts";
import { logins } from "./scenarios/logins.ts";
import { paced } from "./scenarios/paced.ts";
import type { Figures, Scenario, Setting } from "./scenarios/scenario.ts";
import { windowed } from "./scenarios/windowed.ts";
import { table } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "yonder,prosody,ejabberd" },
    scenario: { type: "string", default: "" },
    mode: { type: "string", default: "none,usual,durable" },
    runs: { type: "string", default: "3" },
    profile: { type: "boolean", default: false },
  },
});

const runs = options.quick ? 1 : Number(options.runs);
const scenarios: readonly Scenario[] = [
  windowed({ transport: "tcp", pairs: 20, inFlight: 10 }),
  windowed({ transport: "tcp", pairs: 150, inFlight: 1, modes: ["none", "durable"] }),
  windowed({ transport: "websocket", pairs: 20, inFlight: 10, modes: ["none", "durable"] }),
  windowed({ transport: "tcp", pairs: 20, inFlight: 10, recipientAcks: true, modes: ["durable"] }),
  paced(500),
  paced(2000),
  logins,
  idle("tcp"),
  idle("websocket"),
];

const profileFolder = join(import.meta.dirname, ".work", "profile");
if (options.profile) profileNodes(profileFolder);
pinGenerator();
const results: Result[] = [];
for (const peer of [yonder, prosody, ejabberd].filter(({ name }) => options.only.includes(name.toLowerCase()))) {
  for (const mode of options.mode.split(",") as ArchiveMode[]) await measurePeer(peer, mode);
}
console.log(`\n${table(results)}\n`);
if (options.profile) console.log(hotSpots(profileFolder).join("\n"));
else if (!options.quick) record();

/** Scenarios that need a fresh server get one for each run; the others share one. */
async function measurePeer(peer: Peer, mode: ArchiveMode): Promise<void> {
  if (peer === yonder && mode === "usual") return;
  const chosen = scenarios.filter(({ name, modes }) => name.includes(options.scenario) && modes.includes(mode));
  const shared = chosen.filter(({ needsFreshServer }) => !needsFreshServer);
  await measure(peer, mode, shared, runs);
  for (const scenario of chosen.filter(({ needsFreshServer }) => needsFreshServer)) {
    for (let run = 0; run < runs; run++) await measure(peer, mode, [scenario], 1);
  }
}

async function measure(peer: Peer, mode: ArchiveMode, chosen: readonly Scenario[], times: number): Promise<void> {
  if (chosen.length === 0) return;
  const accounts = Array.from({ length: Math.max(...chosen.map((scenario) => scenario.accounts)) }, (_, index) => ({
    username: `user${index}`,
    password: "correct horse",
  }));
  const running = await peer.start(mode, accounts);
  const setting: Setting = { mode, isAlwaysArchiving: peer === yonder, isQuick: options.quick };
  try {
    for (const scenario of chosen) {
      for (let run = 0; run < times; run++)
        await measureOnce(peer, scenario, mode, () => scenario.run(running, accounts, setting));
    }
  } finally {
    await running.stop();
  }
}

/** A scenario that a server does not survive is a result too. */
async function measureOnce(
  peer: Peer,
  scenario: Scenario,
  mode: ArchiveMode,
  run: () => Promise<Figures>,
): Promise<void> {
  const outcome = await run().then(
    (figures) => ({ figures, error: undefined }),
    (error: unknown) => ({ figures: undefined, error: String(error) }),
  );
  console.log(
    `${peer.name} ${peer.version} · ${scenario.name} · archive ${mode} · ${JSON.stringify(outcome.figures ?? outcome.error)}`,
  );
  addRun(peer, scenario, mode, outcome.figures, outcome.error);
}

function addRun(
  peer: Peer,
  scenario: Scenario,
  mode: ArchiveMode,
  figures: Figures | undefined,
  error: string | undefined,
): void {
  const index = results.findIndex(
    (result) => result.server === peer.name && result.scenario === scenario.name && result.mode === mode,
  );
  const earlier = results[index];
  const runs = [...(earlier?.runs ?? []), ...(figures ? [figures] : [])];
  const result: Result = {
    server: peer.name,
    version: peer.version,
    scenario: scenario.name,
    mode,
    runs,
    ...(error ? { error } : {}),
  };
  if (earlier) results[index] = result;
  else results.push(result);
}

/** Servers run on the first core, the generator on the second. */
function pinGenerator(): void {
  execFileSync("taskset", ["-a", "-p", "-c", String(Math.min(1, cpus().length - 1)), String(process.pid)]);
}

function record(): void {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { model: cpus()[0]?.model, cores: cpus().length, loadAverageAtEnd: loadavg() };
  const file = join(folder, `${at.slice(0, 16).replaceAll(":", "")}-${options.only.replaceAll(",", "-")}.json`);
  writeFileSync(file, `${JSON.stringify({ at, machine, options, results }, null, 2)}\n`);
  console.log(`Recorded in ${file}`);
}
