import type { GuestPass } from "../links/types.ts";
import type { TabStore } from "../options.ts";
import type { ResumableState } from "../stream-management.ts";
import type { MessageState } from "../types.ts";

/** A message between a guest and whom they write to. */
export interface GuestMessage {
  /** The stanza's id. */
  readonly id: string;
  readonly isOwn: boolean;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Others' messages are always "reached". */
  readonly state: MessageState;
  /** Own and failed: an RFC 6120 condition. */
  readonly error?: string | undefined;
  /** Who of several wrote it. */
  readonly author?: string | undefined;
  /** Its id where several read it (XEP-0359), by which it may be taken back. */
  readonly stanzaId?: string | undefined;
}

/** All that is kept of a guest's conversation, on their device alone. */
export interface GuestRecord {
  /** A UUID: tells the server which of the guest's browsers this is (XEP-0388 §2.4). */
  readonly agent: string;
  /** What the guest is called there. */
  readonly nick: string;
  /** The guest's name at the server, and what proves it (XEP-0484); undefined before the first time. */
  readonly name?: string | undefined;
  readonly token?: string | undefined;
  readonly stream?: ResumableState | undefined;
  /** The server knows this guest no more: nothing is sent, and nothing comes. */
  readonly isOver?: boolean | undefined;
  /** Oldest first. */
  readonly messages: readonly GuestMessage[];
}

/** The oldest messages beyond so many are forgotten. */
const MOST = 300;

/** @returns undefined when there is none, or none that can be read */
export function readRecord(store: TabStore): GuestRecord | undefined {
  try {
    const record = JSON.parse(store.read() ?? "null");
    return typeof record?.agent === "string" && Array.isArray(record.messages) ? record : undefined;
  } catch {
    // Somebody else's entry: as if there were none.
    return undefined;
  }
}

export function writeRecord(store: TabStore, record: GuestRecord | undefined): void {
  store.write(record && JSON.stringify({ ...record, messages: record.messages.slice(-MOST) }));
}

export function newRecord(nick: string): GuestRecord {
  return { agent: crypto.randomUUID(), nick, messages: [] };
}

/** By which they are known as this guest; undefined as long as the server does not know them. */
export function passOf(record: GuestRecord | undefined, domain: string): GuestPass | undefined {
  const { agent, name, token } = record ?? {};
  return agent && name && token ? { address: `${name}@${domain}`, agent, token } : undefined;
}
