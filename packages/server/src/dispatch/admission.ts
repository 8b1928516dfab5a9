import { type StreamCondition, StreamError } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import type { Dispatch, Farewell } from "./dispatch.ts";

/** Above this load a node is not the place for those whom another one cannot take. */
const MAX_LOAD = 0.9;

export interface AdmissionOptions {
  readonly dispatch: Dispatch;
  /** Busy for some time, and nearly as many connections as it may have. */
  isOverloaded(): boolean;
}

/** Whether this node takes new streams. */
export class Admission {
  /** Its sessions are sent to other nodes. */
  isDraining = false;
  /** Without its lease in the status directory a node is dead to the others. */
  hasLease = true;
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** For /health/ready: whether a load balancer should send people here. */
  get isOpen(): boolean {
    return this.hasLease && !this.isDraining;
  }

  /** What a new stream is told right after its header; undefined: it is welcome. `canStartTls`: and is about to. */
  refusal(connection: Pick<Connection, "transport" | "canStartTls">): Farewell | undefined {
    const farewell = this.#refusal(connection);
    // RFC 6120 §4.9.3.19: clients follow those who have proved who they are, which on this stream comes with TLS, or the login.
    return farewell?.error.condition === "see-other-host" && connection.canStartTls ? undefined : farewell;
  }

  /** What a session is told that is to go on elsewhere. */
  farewell(transport: Connection["transport"], otherwise: StreamCondition): Farewell {
    return this.#options.dispatch.elsewhere(transport) ?? { error: new StreamError(otherwise) };
  }

  #refusal({ transport }: Pick<Connection, "transport">): Farewell | undefined {
    if (!this.hasLease) return this.farewell(transport, "resource-constraint");
    if (this.isDraining) return this.farewell(transport, "system-shutdown");
    // Where nobody else has room, a slow node is better than none.
    return this.#options.isOverloaded() ? this.#options.dispatch.elsewhere(transport, MAX_LOAD) : undefined;
  }
}
