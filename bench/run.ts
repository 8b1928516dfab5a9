// npm run bench: the same load on each server, one after another, in every archive mode.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ArchiveMode } from "./peers/peer.ts";
import { type Leg, plan, secondsFor } from "./plan.ts";
import { hotSpots, profileNodes } from "./profile.ts";
import { keep } from "./record.ts";
import { writeReport } from "./report/write-report.ts";
import type { Result } from "./result.ts";
import type { Figures, Scenario, Setting } from "./scenarios/scenario.ts";
import { table } from "./table.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "yonder,prosody,ejabberd,floor" },
    scenario: { type: "string", default: "" },
    mode: { type: "string", default: "none,usual,durable" },
    runs: { type: "string", default: "3" },
    profile: { type: "boolean", default: false },
  },
});

const legs = plan({
  only: options.only.split(","),
  scenario: new RegExp(options.scenario),
  modes: options.mode.split(",") as ArchiveMode[],
  runs: options.quick ? 1 : Number(options.runs),
});
const isRecorded = !options.quick && !options.profile;
const profileFolder = join(import.meta.dirname, ".work", "profile");
if (options.profile) profileNodes(profileFolder);
pinGenerator();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
console.log(
  `${legs.length} starts of a server, ${options.quick ? "quick: up to 5 minutes" : `about ${Math.ceil(secondsFor(legs) / 60)} minutes`}`,
);
const results: Result[] = [];
const startedAt = new Date();
for (const leg of legs) {
  await measure(leg);
  // What is measured is kept, whatever becomes of the rest.
  if (isRecorded) keep(options.only.replaceAll(",", "-"), { options, results }, startedAt);
}
console.log(`\n${table(results)}\n`);
if (options.profile) console.log(hotSpots(profileFolder).join("\n"));
else if (isRecorded) writeReport();

async function measure(leg: Leg): Promise<void> {
  const { peer, mode, scenarios, runs } = leg;
  const accounts = Array.from(
    { length: Math.max(...scenarios.map((scenario) => scenario.accounts(options.quick))) },
    (_, index) => ({ username: `user${index}`, password: "correct horse" }),
  );
  const running = await peer.start(mode, accounts).catch((error: unknown) => {
    console.log(`${peer.name} · archive ${mode} · ${String(error)}`);
    return undefined;
  });
  if (!running) return;
  const setting: Setting = { mode, isAlwaysArchiving: peer.isAlwaysArchiving === true, isQuick: options.quick };
  try {
    for (const scenario of scenarios) {
      for (let run = 0; run < runs; run++)
        await measureOnce(leg, scenario, () => scenario.run(running, accounts, setting));
    }
  } finally {
    await running.stop();
  }
}

/** A scenario that a server does not survive is a result too. */
async function measureOnce({ peer, mode }: Leg, scenario: Scenario, run: () => Promise<Figures>): Promise<void> {
  const outcome = await run().then(
    (figures) => ({ figures, error: undefined }),
    (error: unknown) => ({ figures: undefined, error: String(error) }),
  );
  console.log(
    `${peer.name} ${peer.version} · ${scenario.name} · archive ${mode} · ${JSON.stringify(outcome.figures ?? outcome.error)}`,
  );
  const isSame = (result: Result): boolean =>
    result.server === peer.name && result.scenario === scenario.name && result.mode === mode;
  const earlier = results.find(isSame);
  const runs = [...(earlier?.runs ?? []), ...(outcome.figures ? [outcome.figures] : [])];
  const error = outcome.error ?? earlier?.error;
  const result = { server: peer.name, version: peer.version, scenario: scenario.name, mode, runs };
  const whole: Result = error === undefined ? result : { ...result, error };
  if (earlier) results[results.indexOf(earlier)] = whole;
  else results.push(whole);
}

/** Servers run on the first core, the generator on the second. */
function pinGenerator(): void {
  execFileSync("taskset", ["-a", "-p", "-c", String(Math.min(1, cpus().length - 1)), String(process.pid)]);
}
