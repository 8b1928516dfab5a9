import { type Result, spread } from "./result.ts";

const modeNames = { none: "not archived", usual: "archived, not synced", durable: "archived durably" } as const;

/** A plain-text table: a row per scenario, archive mode and figure; a column per server; then Yonder's share of each peer's figure. */
export function table(results: readonly Result[]): string {
  const servers = [...new Set(results.map(({ server }) => server))];
  const header = ["", "figure", ...servers, ...servers.filter(isPeer).map((peer) => `Yonder : ${peer}`)];
  const groups = Object.values(Object.groupBy(results, ({ scenario, mode }) => `${scenario}, ${modeNames[mode]}`));
  return align([header, ...groups.flatMap((group) => rows(group ?? [], servers))]);
}

const isPeer = (server: string): boolean => server !== "Yonder";

function rows(group: readonly Result[], servers: readonly string[]): string[][] {
  const figures = [...new Set(group.flatMap((result) => result.runs.flatMap(Object.keys)))];
  const [first] = group;
  const title = first ? `${first.scenario}, ${modeNames[first.mode]}` : "";
  const failures = group.filter(({ error }) => error).map(({ server, error }) => [title, `${server}: ${error}`]);
  return [...figures.map((figure, index) => row(index === 0 ? title : "", figure, group, servers)), ...failures];
}

function row(title: string, figure: string, group: readonly Result[], servers: readonly string[]): string[] {
  const of = (server: string) => {
    const result = group.find((candidate) => candidate.server === server);
    return result && spread(result, figure);
  };
  const yonder = of("Yonder");
  const cells = servers.map((server) => {
    const value = of(server);
    return value ? `${short(value.median)} (${short(value.lowest)}–${short(value.highest)})` : "–";
  });
  const ratios = servers.filter(isPeer).map((peer) => {
    const theirs = of(peer);
    return yonder && theirs ? short(yonder.median / theirs.median) : "–";
  });
  return [title, figure, ...cells, ...ratios];
}

function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value.toPrecision(value >= 10 ? 3 : 2);
}

function align(lines: readonly string[][]): string {
  const widths =
    lines[0]?.map((_, column) =>
      Math.max(...lines.filter((line) => line.length > 2).map((line) => line[column]?.length ?? 0)),
    ) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
