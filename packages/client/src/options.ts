import type { Emitter } from "./emitter.ts";
import type { Put } from "./files/types.ts";
import type { Storage } from "./storage/storage.ts";
import type { Events } from "./types.ts";

export interface EngineOptions {
  /** Where host-meta is asked for (XEP-0156): by default the page's own origin. */
  readonly origin?: string;
  /** The WebSocket's address, when known: nothing is asked then. */
  readonly websocket?: string;
  /** The domain of addresses that are typed without one: by default what host-meta says, else the origin's host. */
  readonly domain?: string;
  /** How host-meta is fetched: by default with `fetch`. */
  readonly fetchJson?: (url: string) => Promise<unknown>;
  readonly storage: Storage;
  /** What our resources begin with, followed by randomness. */
  readonly resourcePrefix?: string;
  /** How people call the device that this runs on: shown to the account's owner alone. */
  readonly device?: string;
  readonly clock?: Clock;
  /** A number from 0 to 1, for jitter alone. */
  readonly random?: () => number;
  /** Opens a WebSocket with the subprotocol "xmpp" (RFC 7395 §3.1), or a stream over HTTP for an address of that kind. */
  readonly socket?: SocketFactory;
  /** Keeps the stream's state over a reload of the page: by default nothing does. */
  readonly tabStore?: TabStore;
  /** What tells the listeners: by default one of its own. */
  readonly emitter?: Emitter<Events>;
  /** Called before somebody signs in: makes sure that `storage` is theirs, and nobody else's to write. @returns whether it is another one now */
  readonly enter?: (address: string, isRemembered: boolean) => Promise<boolean>;
  /** Puts files where they are to be: by default with XMLHttpRequest. */
  readonly put?: Put;
  /** The one boundary that logs what should not have happened. Never sees message bodies or secrets. */
  readonly log?: (event: string, cause?: unknown) => void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns a function that cancels */
  after(milliseconds: number, action: () => void): () => void;
}

export type SocketFactory = (url: string) => Socket;

/** The part of the standard WebSocket that is used. */
export interface Socket {
  /** 1: it is open. Whoever has none is not when it is handed over. */
  readonly readyState?: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event?: { readonly code?: number }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface TabStore {
  read(): string | undefined;
  write(text: string | undefined): void;
}
