import type { StreamMetrics } from "../stream/metrics.ts";
import type { Log } from "../stream/node-port.ts";
import type { TimeWheel } from "../stream/time-wheel.ts";
import type { Backlogs } from "./backlogs.ts";
import type { Accept } from "./connection.ts";
import type { ConnectionCaps } from "./connection-caps.ts";
import type { OutputTurn } from "./output-turn.ts";
import type { TlsIdentity } from "./tls-identity.ts";

/** What all connections of a node share. */
export interface TransportContext {
  readonly accept: Accept;
  readonly wheel: TimeWheel;
  readonly turn: OutputTurn;
  readonly caps: ConnectionCaps;
  readonly backlogs: Backlogs;
  readonly limits: TransportLimits;
  readonly tls: TlsIdentity | undefined;
  readonly metrics: StreamMetrics;
  readonly log: Log;
}

export interface TransportLimits {
  readonly stanzaBytes: number;
  readonly stanzaBytesBeforeLogin: number;
  readonly elementDepth: number;
  /** From connecting to being logged in. */
  readonly loginSeconds: number;
  /** Waiting output that a peer may leave unread for a while. */
  readonly sendBufferBytes: number;
  /** undefined: read as fast as it comes. */
  readonly streamBytesPerSecond: number | undefined;
}
