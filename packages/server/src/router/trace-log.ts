import type { Logger } from "pino";
import { toText } from "../store/archive-id.ts";
import type { TraceListener } from "./trace.ts";

/** At level debug, one line for each message whose way is over on this node, with the steps that `yonder trace` prints. */
export function traceLog(log: Logger): TraceListener {
  return {
    wants: () => log.isLevelEnabled("debug"),
    onOver(archiveId, side, steps) {
      const what = side === "source" ? "message sent" : "message acknowledged";
      log.debug({ message: toText(archiveId), steps: steps.map(({ message, node, ...step }) => step) }, what);
    },
  };
}
