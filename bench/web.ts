// node bench/web.ts: this app and Converse.js against the same node, in the same run: from their addresses to a message that arrived.
import { parseArgs } from "node:util";
import { NS, xml } from "@yonder/protocol";
import { clientModules } from "../test/clients/package-of-client.ts";
import { ChatPartner } from "../test/support/chat-partner.ts";
import { RawClient } from "../test/support/raw-client.ts";
import { startYonder, type Yonder } from "../test/support/yonder.ts";
import { record } from "./record.ts";
import { type App, converseApp, yonderApp } from "./web/apps.ts";
import { serveCompressed } from "./web/compressed-site.ts";
import { CIRCUMSTANCES, measureWeb, type WebFigures } from "./web/measure.ts";

const RUNS = 5;
const { values: options } = parseArgs({ options: { runs: { type: "string", default: String(RUNS) } } });
const runs = Number(options.runs);
const PASSWORD = "correct horse";

interface WebResult {
  readonly app: string;
  readonly circumstances: string;
  readonly runs: WebFigures[];
}

const site = await serveCompressed(clientModules);
const node = await startYonder({ env: { YONDER_ORIGINS: site.origin, YONDER_RATE_LIMITS: "off" } });
const apps = [yonderApp(node), converseApp(node, site)];
const people = apps.map((_, index) => `alice${index}`);
await node.users([...people, "bob"].map((name) => ({ name, password: PASSWORD })));
const bob = await ChatPartner.login({ transport: "tcp", port: node.ports.c2s }, "bob", PASSWORD);
for (const name of people) await befriend(node, name);
const results = CIRCUMSTANCES.flatMap(({ name }) =>
  apps.map((app): WebResult => ({ app: app.name, circumstances: name, runs: [] })),
);
// Once for nothing: servers have compressed and compiled what they serve.
for (const [index, app] of apps.entries()) await measureWeb(app, { name: "warming up" }, personOf(index), bob);
// One after the other in each round, so that whatever else the machine does falls on both.
for (let round = 0; round < runs; round++) {
  for (const circumstances of CIRCUMSTANCES)
    for (const [index, app] of apps.entries()) await measure(app, index, circumstances);
}
await bob.leave();
await node.stop();
site.close();
print();
if (runs >= RUNS) record("web", { results });

async function measure(app: App, index: number, circumstances: (typeof CIRCUMSTANCES)[number]): Promise<void> {
  const figures = await measureWeb(app, circumstances, personOf(index), bob);
  results.find((one) => one.app === app.name && one.circumstances === circumstances.name)?.runs.push(figures);
  console.log(
    `${app.name}, ${circumstances.name}: ${JSON.stringify(figures, (_, value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value))}`,
  );
}

function personOf(index: number): { readonly address: string; readonly password: string } {
  return { address: `${people[index]}@localhost`, password: PASSWORD };
}

/** The person and bob see each other. */
async function befriend({ ports }: Yonder, name: string): Promise<void> {
  const client = await RawClient.login({ transport: "tcp", port: ports.c2s, username: name, password: PASSWORD });
  const item = xml("item", NS.roster, { jid: "bob@localhost", name: "Bob" });
  await client.request("set", xml("query", NS.roster, null, item));
  client.send(xml("presence", NS.client, { to: "bob@localhost", type: "subscribe" }));
  await client.quit();
}

function median({ runs: all }: WebResult, figure: string): number {
  const values = all.map((figures) => figures[figure] ?? Number.NaN).toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(): void {
  for (const { name } of CIRCUMSTANCES) {
    const [ours, theirs] = results.filter(({ circumstances }) => circumstances === name);
    if (!ours || !theirs) continue;
    console.log(`\n${name.padEnd(46)}${ours.app.padStart(10)}${theirs.app.padStart(14)}${"ratio".padStart(8)}`);
    for (const figure of Object.keys(ours.runs[0] ?? {})) {
      const [a, b] = [median(ours, figure), median(theirs, figure)];
      console.log(
        `${figure.padEnd(46)}${a.toFixed(1).padStart(10)}${b.toFixed(1).padStart(14)}${(a / b).toFixed(2).padStart(8)}`,
      );
    }
  }
}
