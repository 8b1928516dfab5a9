import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { ScramClient } from "@yonder/protocol";
import { WebSocket } from "ws";
import { BoshLine, isTerminal, payloadOf } from "./bosh/line.fixture.ts";

/** A client made of nothing but text: sends literal XML, waits for literal XML. */
abstract class Peer {
  /** All that came since the last `until`. */
  received = "";
  isClosed = false;
  #wake: (() => void)[] = [];

  abstract send(text: string): void;
  abstract open(to?: string): void;
  abstract abort(): void;

  /** Waits until the text has come, and takes all up to its end. */
  async until(text: string | RegExp): Promise<string> {
    for (;;) {
      const found = typeof text === "string" ? plainMatch(this.received, text) : text.exec(this.received);
      if (found) {
        const end = found.index + found[0].length;
        const taken = this.received.slice(0, end);
        this.received = this.received.slice(end);
        return taken;
      }
      if (this.isClosed) throw new Error(`closed before ${text}; got: ${this.received}`);
      await this.#news();
    }
  }

  /** Waits until the other side has closed; gives all that came before. */
  async untilClosed(): Promise<string> {
    while (!this.isClosed) await this.#news();
    return this.received;
  }

  /** Opens a stream, logs in by SCRAM-SHA-256, opens the stream anew; resolves with what is offered then. */
  async logIn(username: string, password: string, state: "new" | "open" = "new"): Promise<string> {
    if (state === "new") {
      this.open();
      await this.until("</stream:features>");
    }
    const client = new ScramClient({ hash: "SHA-256", username, password });
    this.send(
      `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'>${encode(client.first())}</auth>`,
    );
    const challenge = decode(await this.until("</challenge>"), /<challenge[^>]*>([^<]*)</);
    this.send(
      `<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${encode(await client.respond(challenge))}</response>`,
    );
    client.verify(decode(await this.until("</success>"), /<success[^>]*>([^<]*)</));
    this.open();
    return this.until("</stream:features>");
  }

  async bind(resource: string): Promise<void> {
    this.send(
      `<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${resource}</resource></bind></iq>`,
    );
    await this.until(`/${resource}</jid></bind></iq>`);
  }

  protected came(text: string): void {
    this.received += text;
    this.#wakeAll();
  }

  protected closed(): void {
    this.isClosed = true;
    this.#wakeAll();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #wakeAll(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}

export class TcpPeer extends Peer {
  socket: Socket | TLSSocket;

  private constructor(socket: Socket | TLSSocket) {
    super();
    this.socket = socket;
    this.#listen(socket);
  }

  static async connect(port: number): Promise<TcpPeer> {
    const socket = connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return new TcpPeer(socket);
  }

  static async connectTls(
    port: number,
    options: {
      ALPNProtocols?: string[];
      maxVersion?: "TLSv1.1" | "TLSv1.2";
      minVersion?: "TLSv1";
      ciphers?: string;
    } = {},
  ): Promise<TcpPeer> {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
    await new Promise<void>((resolve, reject) => socket.once("secureConnect", () => resolve()).once("error", reject));
    return new TcpPeer(socket);
  }

  open(to = "localhost"): void {
    this.send(
      `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    );
  }

  send(text: string | Buffer): void {
    this.socket.write(text);
  }

  /** The client's end of STARTTLS, after `<proceed/>`. */
  async startTls(): Promise<void> {
    this.socket.removeAllListeners("data").removeAllListeners("close");
    const secure = connectTls({ socket: this.socket, rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => secure.once("secureConnect", () => resolve()).once("error", reject));
    this.socket = secure;
    this.#listen(secure);
  }

  abort(): void {
    this.socket.destroy();
  }

  #listen(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.came(chunk.toString()));
    socket.on("error", () => this.closed());
    socket.on("close", () => this.closed());
  }
}

export class WebSocketPeer extends Peer {
  readonly webSocket: WebSocket;
  closeCode: number | undefined;

  private constructor(webSocket: WebSocket) {
    super();
    this.webSocket = webSocket;
    webSocket.on("message", (data) => this.came(data.toString()));
    webSocket.on("error", () => this.closed());
    webSocket.on("close", (code) => {
      this.closeCode = code;
      this.closed();
    });
  }

  static async connect(
    port: number,
    options: { origin?: string; headers?: Record<string, string> } = {},
  ): Promise<WebSocketPeer> {
    const webSocket = new WebSocket(`ws://127.0.0.1:${port}/xmpp-websocket`, "xmpp", options);
    const peer = new WebSocketPeer(webSocket);
    await new Promise<void>((resolve, reject) => webSocket.once("open", resolve).once("error", reject));
    return peer;
  }

  open(to = "localhost"): void {
    this.send(`<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${to}' version='1.0'/>`);
  }

  send(text: string): void {
    this.webSocket.send(text);
  }

  abort(): void {
    this.webSocket.terminate();
  }
}

/** Speaks XMPP over HTTP (XEP-0124, XEP-0206). */
export class BoshPeer extends Peer {
  readonly line: BoshLine;

  constructor(port: ConstructorParameters<typeof BoshLine>[0], headers: Readonly<Record<string, string>> = {}) {
    super();
    this.line = new BoshLine(port, headers);
    this.line.onAnswer = (text) => this.#take(text);
  }

  open(to = "localhost"): void {
    this.line.open(to);
  }

  send(text: string | Buffer): void {
    this.line.send(text);
  }

  abort(): void {
    this.line.break();
    this.closed();
  }

  #take(text: string): void {
    this.came(isTerminal(text) ? text : payloadOf(text));
    if (isTerminal(text)) this.closed();
  }
}

export function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}

function decode(xml: string, pattern: RegExp): string {
  return Buffer.from(pattern.exec(xml)?.[1] ?? "", "base64").toString();
}

function plainMatch(text: string, wanted: string): { index: number; 0: string } | undefined {
  const index = text.indexOf(wanted);
  return index === -1 ? undefined : { index, 0: wanted };
}
