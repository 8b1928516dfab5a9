import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Figures } from "../scenarios/scenario.ts";

/** What one program measured of one server, or app, in one scenario. */
export interface Measurement {
  readonly server: string;
  readonly scenario: string;
  /** "" where there is but one. */
  readonly mode: string;
  readonly runs: readonly Figures[];
  readonly source: Source;
}

/** A file in bench/results. */
export interface Source {
  readonly file: string;
  readonly at: string;
  readonly versions: readonly string[];
  /** How busy the machine was in its last minute: servers and generator alone make up to two. */
  readonly load: number | undefined;
}

/** The shapes that files in bench/results have, and had. */
interface Recorded {
  readonly at: string;
  readonly version?: string;
  readonly commit?: string;
  readonly machine?: { readonly loadAverageAtEnd?: readonly number[] };
  readonly load?: number;
  readonly results?: readonly RecordedResult[] | Readonly<Record<string, readonly Figures[]>>;
  readonly figures?: Figures;
  readonly ms?: Figures;
  readonly cpu?: Figures;
  readonly "bytes/message"?: Figures;
}

interface RecordedResult {
  readonly server?: string;
  readonly app?: string;
  readonly version?: string;
  readonly scenario?: string;
  readonly circumstances?: string;
  readonly mode?: string;
  readonly runs: readonly Figures[];
}

/** All that was ever recorded, oldest first. */
export function readMeasurements(folder: string): Measurement[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const read = files.map((file) => ({
    file,
    recorded: JSON.parse(readFileSync(join(folder, file), "utf8")) as Recorded,
  }));
  return read
    .toSorted((a, b) => a.recorded.at.localeCompare(b.recorded.at))
    .flatMap(({ file, recorded }) => measurementsIn(file, recorded));
}

/** The newest one, of those that were not in vain. */
export function newest(
  all: readonly Measurement[],
  server: string,
  scenario: string,
  mode: string,
): Measurement | undefined {
  return all.findLast(
    (one) => one.server === server && one.scenario === scenario && one.mode === mode && one.runs.length > 0,
  );
}

/** Exported for its test. */
export function measurementsIn(file: string, recorded: Recorded): Measurement[] {
  const { results, figures, ms, cpu } = recorded;
  const list: readonly RecordedResult[] = Array.isArray(results) ? results : [];
  const versions = new Map(
    list.flatMap(({ server, version }) => (server && version ? [[server, version] as const] : [])),
  );
  const own = recorded.version ?? recorded.commit;
  const source: Source = {
    file,
    at: recorded.at,
    versions: versions.size > 0 ? Array.from(versions, (pair) => pair.join(" ")) : [`Yonder ${own ?? ""}`.trim()],
    load: recorded.machine?.loadAverageAtEnd?.[0] ?? recorded.load,
  };
  const ours = (scenario: string, runs: readonly Figures[]): Measurement => ({
    server: "Yonder",
    scenario,
    mode: "",
    runs,
    source,
  });
  const named = results && !Array.isArray(results) ? Object.entries(results) : [];
  return [
    ...list.map(({ server, app, scenario, circumstances, mode = "", runs }) => ({
      ...{ server: server ?? app ?? "", scenario: scenario ?? circumstances ?? "", mode, runs, source },
    })),
    ...named.map(([name, runs]) => ours(`cluster: ${name}`, runs)),
    ...(figures ? [ours("status directory", [figures])] : []),
    ...(ms ? [ours("first pages", [ms])] : []),
    ...(cpu ? [ours("first pages, CPU", [cpu])] : []),
    ...(recorded["bytes/message"] ? [ours("archive in PostgreSQL", [recorded["bytes/message"]])] : []),
  ];
}
