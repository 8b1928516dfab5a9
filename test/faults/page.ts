import { setTimeout as delay } from "node:timers/promises";
import { Engine, type Message, memoryStorage, type Socket } from "@yonder/client";
import { WebSocket } from "ws";
import type { Shown } from "./feed.ts";
import type { History } from "./history.ts";

export interface PageOptions {
  readonly username: string;
  readonly password: string;
  /** Port that it tries next. */
  readonly port: () => number;
  readonly history: History;
  readonly note: (what: string) => void;
}

/** The engine of the web app, as in a browser tab that stays open. */
export class Page {
  readonly name: string;
  readonly username: string;
  readonly #options: PageOptions;
  readonly #engine: Engine;
  readonly #waiting = new Set<string>();
  #socket: WebSocket | undefined;

  constructor(options: PageOptions) {
    this.username = options.username;
    this.name = `${options.username}/page`;
    this.#options = options;
    let tab: string | undefined;
    this.#engine = new Engine({
      websocket: "ws://localhost/xmpp-websocket",
      domain: "localhost",
      storage: memoryStorage(),
      socket: () => this.#connect(),
      tabStore: {
        read: () => tab,
        write: (text) => {
          tab = text;
        },
      },
      log: (event, cause) => options.note(`${this.name}: ${event} ${cause instanceof Error ? cause.message : ""}`),
    });
    this.#engine.on("message", (message) => this.#take(message));
    this.#engine.on("connection", ({ kind }) => options.note(`${this.name} is ${kind}`));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Signs in; from then on the engine stays online by itself. */
  async run(): Promise<void> {
    const { username, password } = this.#options;
    for (;;) {
      try {
        return await this.#engine.signIn(`${username}@localhost`, password, { remember: true });
      } catch {
        await delay(200);
      }
    }
  }

  write(to: string, body: string): void {
    this.#waiting.add(body);
    this.#engine.send(to, body);
  }

  cut(): void {
    this.#socket?.terminate();
  }

  /** Its user says "try again", however long it meant to wait. */
  tryAgain(): void {
    if (this.#engine.connection.kind === "waiting") this.#engine.reconnectNow();
  }

  /** What the user would see in the conversation, scrolled to its beginning. */
  async conversation(peer: string): Promise<Shown[]> {
    await this.#engine.openConversation(peer);
    while (await this.#engine.loadOlder(peer)) await delay(1);
    return this.#engine.history(peer).map(({ body, isOwn, key, archiveId = key }) => ({
      archiveId,
      from: isOwn ? this.#options.username : (peer.split("@")[0] ?? ""),
      body,
    }));
  }

  async quit(): Promise<void> {
    await Promise.race([this.#engine.signOut(), delay(2_000)]);
    this.#socket?.terminate();
  }

  #take({ isOwn, body, state }: Message): void {
    if (!isOwn || !this.#waiting.has(body) || state === "waiting") return;
    this.#waiting.delete(body);
    if (state === "failed") this.#options.history.refused(body);
    else this.#options.history.acknowledged(body);
  }

  #connect(): Socket {
    const port = this.#options.port();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/xmpp-websocket`, "xmpp", {
      origin: `http://localhost:${port}`,
      handshakeTimeout: 4_000,
    });
    this.#socket = socket;
    const face: Socket = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (text) => socket.send(text),
      close: () => socket.close(),
    };
    socket.on("open", () => face.onopen?.());
    socket.on("message", (data) => face.onmessage?.({ data: String(data) }));
    socket.on("error", () => face.onerror?.());
    socket.on("close", (code) => face.onclose?.({ code }));
    return face;
  }
}
