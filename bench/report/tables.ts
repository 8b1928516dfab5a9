import { spreadOf } from "../result.ts";
import { type Measurement, newest, type Source } from "./measurements.ts";
import { canDo, hops, type Row, type Section } from "./sections.ts";

export const MISSING = "not measured yet";
const FLOOR = "floor";
const titles: Readonly<Record<string, string>> = { floor: "bare relay" };

/** A section as a table, with where its figures come from beneath it. */
export function sectionTable({ servers, rows, columns = servers }: Section, all: readonly Measurement[]): string {
  const rivals = servers.slice(1).filter((server) => server !== FLOOR);
  const hasAims = rows.some(({ aim }) => aim);
  const head = ["", ...columns.map((name) => titles[name] ?? name)];
  if (hasAims) head.push("aim");
  if (rivals.length > 0) head.push(rivals.length > 1 ? "of the better peer" : "of the other");
  const used: Source[] = [];
  const lines = rows.map((row) => {
    const found = servers.map((server) => newest(all, server, row.scenario, row.mode));
    const cells = found.map((one, index) => (canDo(servers[index] ?? "", row) ? cell(one, row.figure, used) : "–"));
    const line = [row.label, ...cells];
    if (hasAims) line.push(aimCell(row, medianOf(found[0], row.figure)));
    if (rivals.length > 0) line.push(share(row, found.slice(0, 1 + rivals.length)));
    return line;
  });
  return [markdown([head, ...lines]), ...sources(used)].join("\n\n");
}

/** What a message costs within a node and from node to node, and how much more that is. */
export function clusterTable(all: readonly Measurement[]): string {
  const used: Source[] = [];
  const lines = hops.flatMap((name) => {
    const [within, across] = ["within a node", "across nodes"].map((place) =>
      newest(all, "Yonder", `cluster: ${name}, ${place}`, ""),
    );
    const figures = name.startsWith("latency") ? ["p50 ms", "p99 ms"] : ["messages/s"];
    const costs = ["nodes' CPU µs/message", "PostgreSQL CPU µs/message", "Redis CPU µs/message"];
    return [...figures, ...costs].map((figure) => {
      const isSame = within?.source.file === across?.source.file;
      const [a, b] = [medianOf(within, figure), medianOf(across, figure)];
      const ratio =
        isSame && a !== undefined && b !== undefined && figure === costs[0] ? `× ${(b / a).toFixed(2)}` : "";
      return [`${name}, ${figure}`, cell(within, figure, used), cell(across, figure, used), ratio];
    });
  });
  const head = ["", "within a node", "from node to node", "aim: × 1.6 at most"];
  return [markdown([head, ...lines]), ...sources(used)].join("\n\n");
}

/** The median over the runs. */
export function medianOf(measurement: Measurement | undefined, figure: string): number | undefined {
  return measurement && spreadOf(measurement.runs, figure)?.median;
}

/** As people write it: three digits that count. */
export function short(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return Number(value.toPrecision(Math.abs(value) >= 10 ? 3 : 2)).toString();
}

function cell(measurement: Measurement | undefined, figure: string, used: Source[]): string {
  const found = measurement && spreadOf(measurement.runs, figure);
  if (!measurement || !found) return MISSING;
  if (!used.includes(measurement.source)) used.push(measurement.source);
  const { median, lowest, highest } = found;
  const range = measurement.runs.length > 1 ? ` (${short(lowest)}–${short(highest)})` : "";
  return `${short(median)}${range} <sup>${used.indexOf(measurement.source) + 1}</sup>`;
}

function aimCell({ aim }: Row, value: number | undefined): string {
  if (!aim) return "";
  const text = "atMost" in aim ? `≤ ${short(aim.atMost)}` : `≥ ${short(aim.atLeast)}`;
  if (value === undefined) return text;
  const isMet = "atMost" in aim ? value <= aim.atMost : value >= aim.atLeast;
  return `${text}: ${isMet ? "met" : "**missed**"}`;
}

/** Of rates the higher one is better, of all else the lower one. Figures of different runs are not compared. */
function share({ figure }: Row, [ours, ...theirs]: readonly (Measurement | undefined)[]): string {
  const own = medianOf(ours, figure);
  const values = theirs.flatMap((one) => (one?.source.file === ours?.source.file ? (medianOf(one, figure) ?? []) : []));
  if (own === undefined || values.length === 0) return "";
  const isRate = /\/s$|in all$/.test(figure);
  return `× ${short(own / (isRate ? Math.max(...values) : Math.min(...values)))}`;
}

function sources(used: readonly Source[]): string[] {
  if (used.length === 0) return [];
  const lines = used.map(({ at, file, versions, load }, index) => {
    const when = `${at.slice(0, 10)} ${at.slice(11, 16)}`;
    const busy = load === undefined ? "" : `, load ${load.toFixed(1)}`;
    return `${index + 1}: [${when}](../bench/results/${encodeURIComponent(file)}) (${versions.join(", ")}${busy})`;
  });
  return [`<sup>${lines.join(" · ")}</sup>`];
}

function markdown([head = [], ...lines]: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "--:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
