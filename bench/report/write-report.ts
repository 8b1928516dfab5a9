import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { charts } from "./charts.ts";
import { type Measurement, readMeasurements } from "./measurements.ts";
import { sections } from "./sections.ts";
import { clusterTable, sectionTable } from "./tables.ts";

const bench = join(import.meta.dirname, "..");
const docs = join(bench, "..", "docs");
const document = join(docs, "performance.md");

/** Writes the tables and plots of docs/performance.md anew, from all that was recorded; the words between them stay. */
export function writeReport(): void {
  const all = readMeasurements(join(bench, "results"));
  writeFileSync(document, fillIn(readFileSync(document, "utf8"), all));
  mkdirSync(join(docs, "performance"), { recursive: true });
  for (const [name, svg] of Object.entries(charts(all))) writeFileSync(join(docs, "performance", `${name}.svg`), svg);
  console.log(`Written: ${document}`);
}

/** Puts a table between each `<!-- measured: NAME -->` and the `<!-- end -->` behind it. */
export function fillIn(text: string, all: readonly Measurement[]): string {
  return text.replaceAll(/<!-- measured: (.+?) -->.*?<!-- end -->/gs, (_, name: string) => {
    const section = sections.find((one) => one.name === name);
    if (!section && name !== "cluster") throw new Error(`Nothing is called ${name}`);
    return `<!-- measured: ${name} -->\n\n${section ? sectionTable(section, all) : clusterTable(all)}\n\n<!-- end -->`;
  });
}
