import type { Logger } from "pino";
import type { DrainReport } from "../dispatch/drain.ts";
import type { TraceReport } from "../router/trace-search.ts";
import { ControlError } from "./ask.ts";
import { ControlSocket } from "./control-socket.ts";

interface Parts {
  readonly dataDir: string;
  readonly trace: (id: string) => Promise<TraceReport>;
  readonly drain: () => Promise<DrainReport>;
  readonly log: Logger;
}

/** Takes the commands that a running node knows: `yonder trace` and `yonder drain`. Returns how to stop; undefined: it takes none. */
export async function takeCommands({ dataDir, trace, drain, log }: Parts): Promise<(() => Promise<void>) | undefined> {
  const control = await ControlSocket.open(dataDir, log);
  control?.on("trace", async (id) => JSON.stringify(await trace(id)));
  control?.on("drain", async () => drainText(await drain()));
  return control && (() => control.close());
}

/** One line for people. Throws a ControlError when nothing was done. */
export function drainText(report: DrainReport): string {
  if (report.kind === "alone") throw new ControlError("this is the only node: its sessions have nowhere to go");
  const { moved, ended, milliseconds } = report;
  const rest = ended === 0 ? "" : `, ${ended} did not in time and ended`;
  return `${moved} ${moved === 1 ? "session" : "sessions"} went on at other nodes${rest}; it took ${(milliseconds / 1_000).toFixed(1)} s`;
}
