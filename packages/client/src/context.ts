import type { Element } from "@yonder/protocol";
import type { Connector } from "./connector.ts";
import type { Clock } from "./options.ts";
import type { Journal } from "./storage/journal.ts";
import type { Events } from "./types.ts";

/** What every part of the engine works with. */
export interface Context {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Our own bare address; "" when signed out. */
  readonly address: string;
  readonly isOnline: boolean;
  /** Bytes of the largest stanza that the server takes, if it says so. */
  readonly maxBytes: number | undefined;
  emit<K extends keyof Events>(event: K, value: Events[K]): void;
  /** Sends when online, else does nothing. @returns whether it was sent */
  send(stanza: Element): boolean;
  /** @throws StanzaFailure, ConnectionLost (also when not online) */
  request(type: "get" | "set", payload: Element, to?: string): Promise<Element>;
  /** A fixed event and its cause; never bodies or secrets. */
  log(event: string, cause?: unknown): void;
}

type Given = Pick<Context, "clock" | "journal" | "log" | "emit"> & {
  readonly connector: Connector;
  readonly getAddress: () => string;
};

export function createContext({ connector, getAddress, ...given }: Given): Context {
  return {
    ...given,
    get address() {
      return getAddress();
    },
    get isOnline() {
      return connector.canSend;
    },
    get maxBytes() {
      return connector.maxBytes;
    },
    send: (stanza) => connector.send(stanza),
    request: (type, payload, to) => connector.request(type, payload, to),
  };
}
