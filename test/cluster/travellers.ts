import { setTimeout as delay } from "node:timers/promises";
import { type ConnectionState, Engine, memoryStorage, type Socket } from "@yonder/client";
import { type Element, NS, sm, xml } from "@yonder/protocol";
import { WebSocket } from "ws";
import { RawClient, type Resumable } from "../support/raw-client.ts";
import type { Address } from "../support/wire.ts";

/** Somebody who writes to somebody else while the nodes go and come. */
export interface Traveller {
  readonly username: string;
  /** Port of the node that it is at; undefined: it is on the way. */
  readonly port: number | undefined;
  /** What it wrote that no node has acknowledged yet. */
  readonly waiting: number;
  /** What its user would not have liked to see. */
  readonly troubles: readonly string[];
  /** Stays until `quit`. */
  run(): Promise<void>;
  write(to: string, body: string): void;
  /** What it has of that sender, in its order. */
  received(from: string): Promise<readonly string[]>;
  quit(): Promise<void>;
}

export interface TravellerOptions {
  readonly username: string;
  readonly password: string;
}

/** An XMPP client over TCP: it goes where it is sent (RFC 6120 §4.9.3.19) and resumes its stream there. */
export class Phone implements Traveller {
  readonly username: string;
  readonly troubles: string[] = [];
  port: number | undefined;
  readonly #options: TravellerOptions & { readonly ports: readonly number[] };
  readonly #received: { readonly from: string; readonly body: string }[] = [];
  readonly #unacknowledged: Element[] = [];
  #client: RawClient | undefined;
  #previous: Resumable | undefined;
  #isDone = false;

  /** `ports`: where nodes are, the first of them is tried first. */
  constructor(options: TravellerOptions & { readonly ports: readonly number[] }) {
    this.username = options.username;
    this.#options = options;
  }

  get waiting(): number {
    return this.#unacknowledged.length;
  }

  async run(): Promise<void> {
    const { ports } = this.#options;
    let [next = 0] = ports;
    for (let tries = 1; !this.#isDone; tries++) {
      const client = await this.#logIn(next);
      if (client) next = await this.#stay(client, next);
      else {
        next = ports[tries % ports.length] ?? 0;
        await delay(100);
      }
    }
  }

  write(to: string, body: string): void {
    const id = body.replaceAll(" ", "-");
    const originId = xml("origin-id", NS.sid, { id });
    const stanza = xml(
      "message",
      NS.client,
      { to: `${to}@localhost`, type: "chat", id },
      xml("body", NS.client, null, body),
      originId,
    );
    this.#unacknowledged.push(stanza);
    this.#client?.send(stanza, sm.request());
  }

  async received(from: string): Promise<readonly string[]> {
    return this.#received.filter((message) => message.from === from).map(({ body }) => body);
  }

  async quit(): Promise<void> {
    this.#isDone = true;
    const client = this.#client;
    const again = client?.onClosed;
    await client?.quit();
    again?.();
  }

  #logIn(port: number): Promise<RawClient | undefined> {
    const { username, password } = this.#options;
    const address: Address = { transport: "tcp", port };
    const previous = this.#previous;
    return RawClient.login({
      ...address,
      username,
      password,
      resource: "phone",
      hasStreamManagement: "resumable",
      previous,
      onStanza: (stanza) => this.#receive(stanza),
    }).catch(() => undefined);
  }

  /** @returns the port to which it was sent, or where it is */
  #stay(client: RawClient, port: number): Promise<number> {
    return new Promise((resolve) => {
      let next = port;
      client.onClosed = () => {
        this.port = undefined;
        this.#client = undefined;
        this.#previous = client.resumable;
        resolve(next);
      };
      client.onAcknowledged = (count) => void this.#unacknowledged.splice(0, count);
      client.onStanza = (stanza) => {
        if (stanza.ns === NS.stream) next = this.#sentTo(stanza) ?? next;
        else this.#receive(stanza);
      };
      this.#enter(client);
      this.#client = client;
      this.port = port;
    });
  }

  #enter(client: RawClient): void {
    if (this.#previous && !client.isResumed) this.troubles.push("a stream was not resumed");
    this.#unacknowledged.splice(0, client.handledBefore);
    // It counts like any other stanza.
    if (!client.isResumed) this.#unacknowledged.unshift(xml("presence", NS.client));
    if (this.#unacknowledged.length > 0) client.send(...this.#unacknowledged, sm.request());
  }

  #sentTo(error: Element): number | undefined {
    const host = error.childText("see-other-host", NS.streams);
    if (host === undefined) this.troubles.push(`a stream ended: ${error.firstElement?.name}`);
    return host === undefined ? undefined : Number(host.split(":").at(-1));
  }

  #receive(stanza: Element): void {
    const body = stanza.childText("body");
    const from = stanza.attr("from")?.split("@")[0];
    if (stanza.attr("type") === "error") this.troubles.push(`an error: ${body}`);
    else if (stanza.is("message", NS.client) && body !== undefined && from) this.#received.push({ from, body });
  }
}

/** The engine of the web app, in a page that one of the nodes has served. */
export class Tab implements Traveller {
  readonly username: string;
  readonly troubles: string[] = [];
  readonly #options: TravellerOptions & { readonly origin: string };
  readonly #engine: Engine;
  readonly #waiting = new Set<string>();
  #port: number | undefined;

  constructor(options: TravellerOptions & { readonly origin: string }) {
    const { username, origin } = options;
    this.username = username;
    this.#options = options;
    let tab: string | undefined;
    this.#engine = new Engine({
      origin,
      storage: memoryStorage(),
      socket: (url) => this.#connect(url),
      tabStore: {
        read: () => tab,
        write: (text) => {
          tab = text;
        },
      },
      log: (event) => this.troubles.push(event),
    });
    this.#engine.on("message", ({ isOwn, body, state }) => {
      if (isOwn && state !== "waiting") this.#waiting.delete(body);
      if (state === "failed") this.troubles.push(`failed: ${body}`);
    });
  }

  get port(): number | undefined {
    return this.#engine.connection.kind === "online" ? this.#port : undefined;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  async run(): Promise<void> {
    const { username, password } = this.#options;
    await this.#engine.signIn(`${username}@localhost`, password);
    this.#engine.on("connection", (state) => this.#judge(state));
  }

  write(to: string, body: string): void {
    this.#waiting.add(body);
    this.#engine.send(`${to}@localhost`, body);
  }

  async received(from: string): Promise<readonly string[]> {
    const peer = `${from}@localhost`;
    await this.#engine.openConversation(peer);
    while (await this.#engine.loadOlder(peer));
    const messages = this.#engine.history(peer).filter(({ isOwn }) => !isOwn);
    return messages.map(({ body }) => body);
  }

  quit(): Promise<void> {
    return this.#engine.close();
  }

  /** Short of a slow machine, the page never says that it is not connected. */
  #judge(state: ConnectionState): void {
    if (state.kind === "refused" || state.kind === "waiting") this.troubles.push(`the page says: ${state.kind}`);
    if (state.kind === "online" && !state.resumed) this.troubles.push("a stream was not resumed");
  }

  #connect(url: string): Socket {
    const socket = new WebSocket(url, "xmpp", { origin: this.#options.origin });
    const face: Socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (text) => socket.send(text),
      close: () => socket.close(),
    };
    socket.on("open", () => {
      this.#port = Number(new URL(url).port);
      face.onopen?.();
    });
    socket.on("message", (data) => face.onmessage?.({ data: String(data) }));
    socket.on("error", () => face.onerror?.());
    socket.on("close", (code) => face.onclose?.({ code }));
    return face;
  }
}
