import type { Element } from "@yonder/protocol";
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
  emit<K extends keyof Events>(event: K, value: Events[K]): void;
  /** Sends when online, else does nothing. @returns whether it was sent */
  send(stanza: Element): boolean;
  /** @throws StanzaFailure, ConnectionLost (also when not online) */
  request(type: "get" | "set", payload: Element, to?: string): Promise<Element>;
  /** A fixed event and its cause; never bodies or secrets. */
  log(event: string, cause?: unknown): void;
}
