import type { Element } from "@yonder/protocol";
import type { Credentials } from "./credentials.ts";
import type { Clock, SocketFactory } from "./options.ts";
import type { ConnectionState } from "./types.ts";

export interface ConnectorOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly socket: SocketFactory;
  readonly resourcePrefix: string;
  /** Where the server is, best first; `isFresh` when the last answer led nowhere. */
  readonly locate: (isFresh: boolean) => Promise<readonly string[]>;
}

export interface ConnectorHandlers {
  /** A new session starts: send what it needs first. */
  begin(): void;
  online(isResumed: boolean, url: string): void;
  /** Not online any more, or not yet: "connecting", "waiting" or "refused". */
  state(state: ConnectionState): void;
  stanza(stanza: Element): void;
  acked(stanza: Element): void;
  /** The server threw us out for what we sent. @returns whether we shall not send it again */
  accused(): boolean;
}

export interface Login {
  readonly domain: string;
  readonly credentials: Credentials;
  /** The server did not take the credentials. @returns whether they are others now */
  readonly another: () => Promise<boolean>;
}
