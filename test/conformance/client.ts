import { createHash, createHmac } from "node:crypto";
import {
  type Element,
  fromBase64,
  NS,
  ScramClient,
  type ScramClientKeys,
  serialize,
  toBase64,
  withChildren,
  xml,
} from "@yonder/protocol";
import { until } from "../support/condition.ts";
import { type Address, connectComponent, connectWire, type Wire } from "../support/wire.ts";

export const PASSWORD = "a rose by any other name";

/** What a stage's barriers carry as their id: not part of any script. */
export const BARRIER = "barrier-";

const derivedKeys = new Map<string, ScramClientKeys>();
/** The last token (XEP-0484) of each account. */
const tokens = new Map<string, string>();
/** Who was given the last one at each guests' domain. */
const names = new Map<string, string>();

/** A client of a script: it logs in, and hands over every element that comes, in order. */
export class ScriptClient {
  readonly #wire: Wire;
  readonly #received: Element[] = [];
  #isClosed = false;
  #address: string | undefined;

  private constructor(wire: Wire) {
    this.#wire = wire;
    // The scripts acknowledge when they want to, so the server's requests for it (XEP-0198 §4) are not shown.
    wire.onElement = (element) => element.is("r", NS.sm) || this.#received.push(element);
    wire.onClosed = () => {
      this.#isClosed = true;
    };
  }

  /** Connects and logs in with SCRAM-SHA-1; no resource is bound. */
  static async authenticate(address: Address, username: string): Promise<ScriptClient> {
    const client = new ScriptClient(await connectWire(address));
    await client.#open();
    const scram = new ScramClient({ hash: "SHA-1", username, password: PASSWORD, keyCache: keyCacheOf(username) });
    client.send(xml("auth", NS.sasl, { mechanism: scram.mechanism }, encode(scram.first())));
    const challenge = await client.#expect("challenge");
    client.send(xml("response", NS.sasl, null, encode(await scram.respond(decode(challenge.text)))));
    await client.#expect("success");
    await client.#open();
    return client;
  }

  /**
   * Connects and logs in by SASL2 (XEP-0388) as `authenticate` says: with SCRAM-SHA-1, or with the account's last token.
   * What the server says to that comes next.
   */
  static async signIn(address: Address, username: string, authenticate: Element): Promise<ScriptClient> {
    const client = new ScriptClient(await connectWire(address));
    await client.#open();
    const isScram = authenticate.attr("mechanism") === "SCRAM-SHA-1";
    const scram = new ScramClient({ hash: "SHA-1", username, password: PASSWORD, keyCache: keyCacheOf(username) });
    const first = isScram ? encode(scram.first()) : tokenProof(username);
    const response = xml("initial-response", NS.sasl2, null, first);
    client.send(withChildren(authenticate, [response, ...authenticate.children]));
    if (isScram) {
      const challenge = await client.#expect("challenge");
      client.send(xml("response", NS.sasl2, null, encode(await scram.respond(decode(challenge.text)))));
    }
    await client.#signedIn(username);
    return client;
  }

  /** Connects without an account (SASL ANONYMOUS, RFC 4505), at a guests' domain. */
  static async visit(address: Address, domain: string): Promise<ScriptClient> {
    const client = new ScriptClient(await connectWire(address));
    await client.#open(domain);
    client.send(xml("auth", NS.sasl, { mechanism: "ANONYMOUS" }, "="));
    await client.#expect("success");
    await client.#open(domain);
    return client;
  }

  /** Connects at a guests' domain by SASL2: for the first time, or as the guest who was given a token there last. */
  static async comeIn(address: Address, domain: string, authenticate: Element): Promise<ScriptClient> {
    const client = new ScriptClient(await connectWire(address));
    await client.#open(domain);
    const isNew = authenticate.attr("mechanism") === "ANONYMOUS";
    const first = isNew ? "" : tokenProof(names.get(domain) ?? "", domain);
    client.send(withChildren(authenticate, [xml("initial-response", NS.sasl2, null, first), ...authenticate.children]));
    const token = await client.#signedIn(domain);
    if (token !== undefined) names.set(domain, client.address?.split("@", 1)[0] ?? "");
    return client;
  }

  /** Connects as a component, and proves itself (XEP-0114 §3). */
  static async component(address: Address, domain: string, secret: string): Promise<ScriptClient> {
    const wire = await connectComponent(address.port, domain);
    const client = new ScriptClient(wire);
    const id = await until("the server names the stream", () => wire.streamId, { every: 1 });
    const proof = createHash("sha1").update(`${id}${secret}`).digest("hex");
    client.send(xml("handshake", NS.client, null, proof));
    await client.#expect("handshake");
    return client;
  }

  /** Binds a resource (RFC 6120 §7.7). */
  async bind(resource: string): Promise<void> {
    const bind = xml("bind", NS.bind, null, xml("resource", NS.bind, null, resource));
    this.send(xml("iq", NS.client, { type: "set", id: "bind" }, bind));
    await this.#expect("iq");
  }

  /** As the server named it at a login by SASL2: a full JID if a resource is bound. */
  get address(): string | undefined {
    return this.#address;
  }

  send(element: Element): void {
    this.#wire.send(element);
  }

  /** The next element; undefined when the stream has ended. Throws when none comes in time. */
  async next(): Promise<Element | undefined> {
    await until("the server says something", () => this.#received.length > 0 || this.#isClosed, {
      every: 1,
      timeout: 10_000,
    });
    return this.#received.shift();
  }

  /** Ends the stream in order. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#wire.end();
    await until("the stream ends", () => this.#isClosed, { every: 1 });
  }

  /** Breaks the connection off, as a network that fails. */
  cut(): void {
    this.#wire.cut();
    this.#isClosed = true;
  }

  /** Takes note of what came of it, and returns the token that came along, which is kept for `who`. */
  async #signedIn(who: string): Promise<string | undefined> {
    const answer = await this.next();
    if (answer) this.#received.unshift(answer);
    this.#address = answer?.childText("authorization-identifier");
    const token = answer?.child("token", NS.fast)?.attr("token");
    if (token !== undefined) tokens.set(who, token);
    return token;
  }

  async #open(to?: string): Promise<void> {
    this.#wire.open(to);
    await this.#expect("features");
  }

  async #expect(name: string): Promise<Element> {
    const element = await this.next();
    if (element?.name === name && element.attr("type") !== "error") return element;
    throw new Error(`expected <${name}>, got ${element ? serialize(element) : "the end of the stream"}`);
  }
}

function keyCacheOf(username: string) {
  return {
    get: (id: string) => derivedKeys.get(`${username} ${id}`),
    set: (id: string, keys: ScramClientKeys) => void derivedKeys.set(`${username} ${id}`, keys),
  };
}

/** HT-SHA-256-NONE (draft-schmaus-kitten-sasl-ht §3). */
function tokenProof(username: string, who = username): string {
  const proof = createHmac("sha256", tokens.get(who) ?? "")
    .update("Initiator")
    .digest();
  return Buffer.concat([Buffer.from(`${username}\0`), proof]).toString("base64");
}

function encode(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}

function decode(base64: string): string {
  return new TextDecoder().decode(fromBase64(base64));
}
