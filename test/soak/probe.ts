// Loaded into the node before all else (--import): tells a soak what can only be seen from inside.
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread } from "node:worker_threads";

/** What a process says of itself. */
export interface Inside {
  /** Bytes; right after garbage collection if that was asked for. */
  readonly heap: number;
  readonly external: number;
  readonly rss: number;
  /** Whatever keeps the process going: sockets, timers, files. */
  readonly handles: Readonly<Record<string, number>>;
  /** Since the last look, in milliseconds. */
  readonly delayP99: number;
  readonly delayMax: number;
}

const path = process.env.SOAK_PROBE;
// Tools that run beside the node, and the threads of the store, load this too.
if (path !== undefined && isMainThread && process.argv.includes("start")) listen(path);

function listen(at: string): void {
  rmSync(at, { force: true });
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (wish) => {
      if (wish.toString().startsWith("collect")) for (let n = 0; n < 3; n++) collect();
      socket.end(JSON.stringify(insideOf(delay)));
      delay.reset();
    });
  });
  server.listen(at);
  server.unref();
}

function insideOf(delay: ReturnType<typeof monitorEventLoopDelay>): Inside {
  const { heapUsed: heap, external, rss } = process.memoryUsage();
  const handles: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  return { heap, external, rss, handles, delayP99: delay.percentile(99) / 1e6, delayMax: delay.max / 1e6 };
}
