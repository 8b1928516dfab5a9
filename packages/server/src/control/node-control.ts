import type { Logger } from "pino";
import type { DrainReport } from "../dispatch/drain.ts";
import type { TraceSearch } from "../router/trace-search.ts";
import { ControlError } from "./ask.ts";
import { ControlSocket } from "./control-socket.ts";

interface Parts {
  readonly dataDir: string;
  readonly search: TraceSearch;
  readonly drain: () => Promise<DrainReport>;
  readonly log: Logger;
}

/** Takes the commands that a running node knows: `yonder trace` and `yonder drain`. Returns how to stop. */
export async function takeCommands({ dataDir, search, drain, log }: Parts): Promise<() => Promise<void>> {
  const control = await ControlSocket.open(dataDir, log);
  control?.on("trace", async (id) => JSON.stringify(await search.search(id)));
  control?.on("drain", async () => drainText(await drain()));
  return async () => control?.close();
}

function drainText(report: DrainReport): string {
  if (report.kind === "alone") throw new ControlError("this is the only node: its sessions have nowhere to go");
  const { moved, ended, milliseconds } = report;
  const rest = ended === 0 ? "" : `, ${ended} did not in time and ended`;
  return `${moved} ${moved === 1 ? "session" : "sessions"} went on at other nodes${rest}; it took ${(milliseconds / 1_000).toFixed(1)} s`;
}
