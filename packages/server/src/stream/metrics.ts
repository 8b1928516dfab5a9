import type { TransportKind } from "../transport/connection.ts";

/** Counters of the streams: plain numbers, read when /metrics is asked for. */
export interface StreamMetrics {
  /** Open connections. */
  readonly connections: Record<TransportKind, number>;
  connectionsTotal: number;
  connectionsRefused: number;
  sessions: number;
  sessionsSuspended: number;
  resumptions: number;
  /** Sessions that came from other nodes. */
  sessionsArrived: number;
  stanzasReceived: number;
  stanzasSent: number;
  bytesReceived: number;
  bytesSent: number;
  loginsOk: number;
  loginsFailed: number;
  registrations: number;
  streamErrors: number;
}

export function newStreamMetrics(): StreamMetrics {
  return {
    connections: { tcp: 0, websocket: 0, bosh: 0 },
    connectionsTotal: 0,
    connectionsRefused: 0,
    sessions: 0,
    sessionsSuspended: 0,
    resumptions: 0,
    sessionsArrived: 0,
    stanzasReceived: 0,
    stanzasSent: 0,
    bytesReceived: 0,
    bytesSent: 0,
    loginsOk: 0,
    loginsFailed: 0,
    registrations: 0,
    streamErrors: 0,
  };
}
