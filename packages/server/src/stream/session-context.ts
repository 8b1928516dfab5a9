import type { Endings } from "./endings.ts";
import type { StreamMetrics } from "./metrics.ts";
import type { Log, SessionEvents } from "./node-port.ts";
import type { ResumableSessions } from "./resumable-sessions.ts";
import type { TimeWheel } from "./time-wheel.ts";

/** What all sessions of a node share. */
export interface SessionContext {
  readonly events: SessionEvents;
  readonly resumable: ResumableSessions;
  readonly endings: Endings;
  readonly wheel: TimeWheel;
  readonly limits: SessionLimits;
  readonly metrics: StreamMetrics;
  readonly log: Log;
}

export interface SessionLimits {
  /** Stanzas sent and not acknowledged before a session that is slow to acknowledge is suspended, or a suspended one given up. */
  readonly unackedStanzas: number;
  /** Characters of them, likewise, roughly. */
  readonly sendBufferBytes: number;
  /** Longest time a lost connection's session can be resumed, in seconds; 0: never. */
  readonly resumptionSeconds: number;
}
