import type { Logger } from "pino";
import type { Config } from "./config/config.ts";
import { Trace } from "./router/trace.ts";
import { traceLog } from "./router/trace-log.ts";
import { version } from "./version.ts";

export interface Tracing {
  readonly trace: Trace;
  stop(): Promise<void>;
}

/** Records what happens to messages here, and tells the log and an OpenTelemetry collector of it where that is configured. */
export async function openTracing({ nodeId, otlpEndpoint, otlpRatio }: Config, log: Logger): Promise<Tracing> {
  const trace = new Trace(nodeId);
  if (log.isLevelEnabled("debug")) trace.listen(traceLog(log));
  if (otlpEndpoint === undefined) return { trace, stop: async () => undefined };
  // Not loaded where nobody wants it.
  const { SpanExporter } = await import("./telemetry/span-exporter.ts");
  const exporter = new SpanExporter({ endpoint: otlpEndpoint, ratio: otlpRatio, node: nodeId, version, log });
  trace.listen(exporter);
  return { trace, stop: () => exporter.stop() };
}
