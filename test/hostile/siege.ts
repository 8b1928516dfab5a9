import { existsSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { BoshPeer, TcpPeer, WebSocketPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";

export type Peer = TcpPeer | WebSocketPeer | BoshPeer;
export type Transport = "TCP" | "TLS" | "WebSocket" | "BOSH";

export const TRANSPORTS: readonly Transport[] = ["TCP", "TLS", "WebSocket", "BOSH"];

const PASSWORD = "correct horse";
/** How soon bystanders must hear each other. */
const CANARY_TIME = 1_000;
/** What a node may have at any moment, whatever is done to it. */
const MOST_MEMORY = 600 * 1_024 * 1_024;
/** How long an attacker waits for the end of its stream. */
const ATTACK_TIME = 5_000;

/** A node under attack: accounts alice, bob and mallory, and a pair of bystanders who keep talking. */
export class Siege {
  #node: Yonder | undefined;
  #canaries: readonly [TcpPeer, TcpPeer] | undefined;
  #count = 0;
  /** Who came in since the present test began, and leaves with it: one account has no room for those of all tests. */
  #visitors: Peer[] = [];

  /** One for all tests of a file. */
  static lay(env: Readonly<Record<string, string>> = {}): Siege {
    const siege = new Siege();
    beforeAll(async () => siege.#begin(env));
    beforeEach(() => {
      siege.#visitors = [];
    });
    afterEach(() => {
      for (const peer of siege.#visitors) peer.abort();
    });
    afterAll(async () => {
      const peak = siege.#peakMemory();
      await siege.#node?.stop();
      expect(peak).toBeLessThan(MOST_MEMORY);
    });
    return siege;
  }

  async #begin(env: Readonly<Record<string, string>>): Promise<void> {
    this.#node = await startYonder({ env });
    const names = ["alice", "bob", "mallory", "one", "two"];
    await this.#node.users(names.map((name) => ({ name, password: PASSWORD })));
    this.#canaries = [await this.enter("TCP", "one"), await this.enter("TCP", "two")] as [TcpPeer, TcpPeer];
    for (const canary of this.#canaries) canary.send("<presence/>");
  }

  get node(): Yonder {
    if (!this.#node) throw new Error("The node is not started");
    return this.#node;
  }

  /** A connection on which nothing was said yet. */
  async connect(transport: Transport): Promise<Peer> {
    const { c2s, c2sTls, http } = this.node.ports;
    if (transport === "TCP") return TcpPeer.connect(c2s);
    if (transport === "TLS") return TcpPeer.connectTls(c2sTls);
    if (transport === "BOSH") return new BoshPeer(http, { origin: `http://localhost:${http}` });
    return WebSocketPeer.connect(http, { origin: `http://localhost:${http}` });
  }

  /** A stream with the features before login. */
  async open(transport: Transport): Promise<Peer> {
    const peer = await this.connect(transport);
    peer.open();
    await peer.until("</stream:features>");
    return peer;
  }

  async logIn(transport: Transport, username: string): Promise<Peer> {
    const peer = await this.connect(transport);
    await peer.logIn(username, PASSWORD);
    return peer;
  }

  /** A session. */
  async enter(transport: Transport, username: string, resource = `r${++this.#count}`): Promise<Peer> {
    const peer = await this.logIn(transport, username);
    await peer.bind(resource);
    this.#visitors.push(peer);
    return peer;
  }

  /** Bytes of the node's memory when it had most of it; 0 where that is not told. */
  #peakMemory(): number {
    const status = `/proc/${this.#node?.pid}/status`;
    if (!existsSync(status)) return 0;
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, "utf8"))?.[1]) * 1_024;
  }

  /** The bystanders hear each other, and soon. */
  async expectCalm(): Promise<void> {
    const [one, two] = this.#canaries ?? [];
    const id = `canary-${++this.#count}`;
    one?.send(`<message xmlns='jabber:client' to='two@localhost' type='chat' id='${id}'><body>?</body></message>`);
    await within(CANARY_TIME, "the bystanders hear each other", two?.until(`id='${id}'`));
    expect(this.node.output()).not.toMatch(/"level":(?:50|60)/);
  }
}

/** The end of a stream by an error, which over HTTP the binding may tell in its own words (XEP-0124 §17.2). */
export function endedBy(transport: Transport, condition: string): RegExp {
  const error = `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;
  if (transport !== "BOSH") return new RegExp(error);
  return new RegExp(`${error}|condition='${condition === "policy-violation" ? condition : "bad-request"}'`);
}

/** What the peer was told by the end of its stream. */
export function lastWords(peer: Peer): Promise<string> {
  return within(ATTACK_TIME, "the stream ends", peer.untilClosed());
}

/** Waits until the peer is told this. */
export function hears(peer: Peer, text: string | RegExp): Promise<string> {
  return within(ATTACK_TIME, `it hears ${text}`, peer.until(text));
}

/** The session still answers. */
export async function expectAnswer(peer: Peer): Promise<void> {
  peer.send("<iq xmlns='jabber:client' type='get' id='alive' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
  await hears(peer, /<iq [^>]*type='result'[^>]*id='alive'/);
}

async function within<T>(ms: number, what: string, promise: Promise<T> | undefined): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${ms} ms: ${what}`)), ms);
  });
  try {
    return await Promise.race([promise as Promise<T>, late]);
  } finally {
    clearTimeout(timer);
  }
}
