// biome-ignore lint/style/noRestrictedImports: the other end of the wire, which runs in tests alone.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import {
  archiveIdAt,
  archiveIdToText,
  deriveScramKeys,
  type ScramCrypto,
  type ScramKeys,
  ScramServer,
} from "@yonder/protocol";
import type { SocketFactory } from "../options.ts";
import type { ArchivedStanza } from "./archived-stanza.ts";
import { FakeConnection, type FakeHost, type FakeSession } from "./fake-connection.ts";
import { FakeTokens } from "./fake-tokens.ts";

const NODE_HASH = { "SHA-1": "sha1", "SHA-256": "sha256" } as const;

const nodeCrypto: ScramCrypto = {
  hmac: (hash, key, data) => createHmac(NODE_HASH[hash], key).update(data).digest(),
  digest: (hash, data) => createHash(NODE_HASH[hash]).update(data).digest(),
  equal: (a, b) => timingSafeEqual(a, b),
};

/** A server for one account, in this process: RFC 7395 frames as literal text, SCRAM, stream management, roster and archive. */
export class FakeServer implements FakeHost {
  readonly address = "alice@example.com";
  /** All frames that clients sent, in order. */
  readonly received: string[] = [];
  /** The order in which clients and server spoke. */
  readonly traffic: ("up" | "down")[] = [];
  readonly tokens = new FakeTokens();
  readonly archive: ArchivedStanza[] = [];
  readonly connections: FakeConnection[] = [];
  readonly sessions = new Map<string, FakeSession>();
  /** Items of the roster, as they stand in a result. */
  roster = "";
  /** New connections fail. */
  isDown = false;
  /** Addresses at which nobody listens. */
  readonly unreachable = new Set<string>();
  /** Addresses that send everybody to another one. */
  readonly redirects = new Map<string, string>();
  /** Takes what comes and answers nothing. */
  isMute = false;
  /** Wants one step at a time (RFC 6120 §4.3). */
  isStrict = false;
  offers = ["SCRAM-SHA-256", "SCRAM-SHA-1"];
  withoutArchive = false;
  withoutManagement = false;
  /** Knows nothing of XEP-0388. */
  withoutSasl2 = false;
  /** Speaks docs/outcome.md. */
  hasOutcomes = false;
  stamp: () => string = () => "2026-03-01T12:00:00Z";
  /** Answers requests with this payload with an error. */
  refuses: { readonly payload: string; readonly condition: string } | undefined;
  /** The payload with which a request is answered, if it is one of these. */
  answer: (iq: string) => string | undefined = () => undefined;
  /** Ends the stream of whoever sends this. */
  violation: RegExp | undefined;
  onBegin: (connection: FakeConnection) => void = () => {};
  #keys: Promise<Record<string, ScramKeys>>;
  #lastId = 0;

  constructor(password = "wonderland") {
    this.#keys = deriveKeys(password);
  }

  async changePassword(password: string): Promise<void> {
    this.#keys = deriveKeys(password);
    this.tokens.clear();
    await this.#keys;
  }

  readonly socket: SocketFactory = (url) => {
    const connection = new FakeConnection(this, url);
    this.connections.push(connection);
    return connection;
  };

  get connection(): FakeConnection {
    const connection = this.connections.findLast(({ isOpen }) => isOpen);
    if (!connection) throw new Error("nobody is connected");
    return connection;
  }

  get isConnected(): boolean {
    return this.connections.some(({ isOpen }) => isOpen);
  }

  /** Where clients tried to connect, in order. */
  get tried(): string[] {
    return this.connections.map(({ url }) => url);
  }

  /** Frames of clients that match. */
  sent(pattern: RegExp): string[] {
    return this.received.filter((frame) => pattern.test(frame));
  }

  /** Sends a stanza to the newest connection. */
  push(stanza: string): void {
    this.connection.sendStanza(stanza);
  }

  /** Puts a stanza into the archive as if it came while nobody was here. */
  keep(id: string, stamp: string, xml: string): void {
    this.archive.push({ id, stamp, xml });
  }

  /** The archive id of what is accepted now: higher than all before. */
  nextId(): string {
    this.#lastId = Math.max(this.#lastId + 1, archiveIdAt(Date.parse(this.stamp())));
    return archiveIdToText(this.#lastId);
  }

  /** The network breaks. */
  drop(): void {
    for (const connection of this.connections) connection.break();
  }

  forgetSessions(): void {
    this.sessions.clear();
  }

  async scram(mechanism: string): Promise<ScramServer> {
    const hash = mechanism === "SCRAM-SHA-1" ? "SHA-1" : "SHA-256";
    const keys = await this.#keys;
    return new ScramServer({
      hash,
      nonce: "server",
      crypto: nodeCrypto,
      plusAdvertised: false,
      fakeSaltSecret: new Uint8Array(16),
      fakeIterations: 4096,
      lookup: () => keys[hash],
    });
  }
}

async function deriveKeys(password: string): Promise<Record<string, ScramKeys>> {
  const salt = new TextEncoder().encode("salt");
  const derive = (hash: "SHA-1" | "SHA-256") => deriveScramKeys(password, hash, salt, 4096);
  return { "SHA-1": await derive("SHA-1"), "SHA-256": await derive("SHA-256") };
}
