import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { StreamMetrics } from "../stream/metrics.ts";

/** What Prometheus reads at /metrics: the process, and the streams' counters as they stand when asked for. */
export class MetricsPage {
  readonly registry = new Registry();

  /** `process`: its name, where several are shown together. */
  constructor(metrics: StreamMetrics, process?: string) {
    if (process !== undefined) this.registry.setDefaultLabels({ process });
    collectDefaultMetrics({ register: this.registry });
    this.#connections(metrics);
    this.gauge("yonder_sessions", "Bound resources, suspended ones included.", () => metrics.sessions);
    for (const [name, help, read] of counters(metrics)) this.counter(name, help, read);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Adds a value that goes up and down, read when asked for. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** Adds a value that only rises, read when asked for. */
  counter(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  #connections({ connections }: StreamMetrics): void {
    new Gauge({
      name: "yonder_connections",
      help: "Open connections.",
      labelNames: ["transport"],
      registers: [this.registry],
      collect() {
        for (const [transport, count] of Object.entries(connections)) this.set({ transport }, count);
      },
    });
  }
}

function counters(metrics: StreamMetrics): readonly (readonly [name: string, help: string, read: () => number])[] {
  return [
    ["yonder_connections_total", "Connections accepted.", () => metrics.connectionsTotal],
    ["yonder_connections_refused_total", "Connections refused by a limit.", () => metrics.connectionsRefused],
    [
      "yonder_sessions_suspended_total",
      "Sessions that lost their connection and could be resumed.",
      () => metrics.sessionsSuspended,
    ],
    ["yonder_resumptions_total", "Sessions resumed.", () => metrics.resumptions],
    ["yonder_sessions_arrived_total", "Sessions that came from other nodes.", () => metrics.sessionsArrived],
    ["yonder_stanzas_received_total", "Stanzas from clients.", () => metrics.stanzasReceived],
    ["yonder_stanzas_sent_total", "Stanzas to clients.", () => metrics.stanzasSent],
    ["yonder_bytes_received_total", "Bytes from clients.", () => metrics.bytesReceived],
    ["yonder_bytes_sent_total", "Bytes to clients.", () => metrics.bytesSent],
    ["yonder_logins_total", "Logins that succeeded.", () => metrics.loginsOk],
    ["yonder_logins_failed_total", "Logins that failed.", () => metrics.loginsFailed],
    ["yonder_registrations_total", "Accounts made over a stream.", () => metrics.registrations],
    ["yonder_stream_errors_total", "Streams ended with an error.", () => metrics.streamErrors],
  ];
}
