// Reads what Vitest's JSON reporter wrote (argument), prints which client did what, and writes docs/clients.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cannot, helped, type Notes } from "./cannot.ts";
import { type Capability, capabilities } from "./capability.ts";

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly Outcome[] }[];
}

interface Outcome {
  readonly title: string;
  readonly status: string;
}

type Mark = "✔" | "✘" | "skipped" | "–";

const [file = ""] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, "utf8")) as Report;
const marks = readMarks(report.testResults.flatMap(({ assertionResults }) => assertionResults));
const table = tableOf(marks);
console.log(`\n${table}\n`);
writeFileSync(join(import.meta.dirname, "../../docs/clients.md"), documentOf(table));

/** Titles are made by `can`: `client: this, that (how) [why not]`. */
function readMarks(outcomes: readonly Outcome[]): Map<string, Map<Capability, Mark>> {
  const clients = new Map<string, Map<Capability, Mark>>();
  for (const { title, status } of outcomes) {
    const [, client, rest] = /^([^:]+): (.*)$/.exec(title) ?? [];
    if (client === undefined || rest === undefined) continue;
    const row = clients.get(client) ?? new Map<Capability, Mark>();
    clients.set(client, row);
    for (const capability of capabilities.filter((one) => rest.split(/, | [([]/).includes(one))) {
      if (row.get(capability) !== "✘") row.set(capability, markOf(status));
    }
  }
  return clients;
}

function markOf(status: string): Mark {
  if (status === "passed") return "✔";
  return status === "failed" ? "✘" : "skipped";
}

function tableOf(clients: ReadonlyMap<string, ReadonlyMap<Capability, Mark>>): string {
  const rows = [...clients].sort(([one], [other]) => one.localeCompare(other, "en", { sensitivity: "base" }));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...capabilities]),
    line(["---", ...capabilities.map(() => ":-:")]),
    ...rows.map(([client, row]) => line([client, ...capabilities.map((capability) => row.get(capability) ?? "–")])),
  ].join("\n");
}

function listOf(notes: Notes): string {
  const lines = Object.entries(notes).flatMap(([client, reasons]) =>
    Object.entries(reasons).map(([capability, reason]) => `- ${client} ${capability}: ${reason}.`),
  );
  return lines.join("\n");
}

function documentOf(matrix: string): string {
  return `# Clients

Other people's clients, unmodified, that the tests drive against a node. \`npm run test:clients\` installs them, runs them all
and writes this page; \`npm test\` runs those that are light. ✔ it did, ✘ it failed, – it does not, or nobody could make it
do it here (see below), skipped: it could not be installed. What a client sees and reads is looked up in the client: on its
screen, in its window as screen readers know it, in its own memory.

${matrix}

## What they do not

${listOf(cannot)}

## What they do with help

${listOf(helped)}
`;
}
