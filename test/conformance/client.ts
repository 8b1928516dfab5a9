import { connect, type Socket } from "node:net";
import { type Element, NS, ScramClient, StreamScanner, serialize, xml } from "@yonder/protocol";

const PATIENCE_MS = 10_000;

/** An XMPP client as bare as can be: it logs in over TCP and hands over every element that comes, in order. */
export class TestClient {
  readonly #socket: Socket;
  readonly #domain: string;
  readonly #scanner: StreamScanner;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #received: Element[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  private constructor(socket: Socket, domain: string) {
    this.#socket = socket;
    this.#domain = domain;
    this.#scanner = new StreamScanner({
      onStreamStart: () => undefined,
      onElement: (element) => this.#received.push(element),
      onStreamEnd: () => this.#close(),
    });
    socket.on("data", (bytes) => this.#read(bytes));
    socket.on("close", () => this.#close());
    socket.on("error", () => this.#close());
  }

  /** Opens a stream to a node on this machine, before any login. */
  static async open(port: number, domain: string): Promise<TestClient> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const client = new TestClient(socket, domain);
    await client.#openStream();
    return client;
  }

  /** Logs in with SCRAM-SHA-1 and opens the stream anew; returns its features. */
  async authenticate(username: string, password: string): Promise<Element> {
    const scram = new ScramClient({ hash: "SHA-1", username, password });
    this.send(xml("auth", NS.sasl, { mechanism: "SCRAM-SHA-1" }, encode(scram.first())));
    const challenge = await this.#expect("challenge");
    this.send(xml("response", NS.sasl, null, encode(await scram.respond(decode(challenge.text)))));
    const success = await this.#expect("success");
    await scram.verify(decode(success.text));
    this.#scanner.reset();
    return this.#openStream();
  }

  /** Binds a resource (RFC 6120 §7.7) and returns the full JID. */
  async bind(resource: string): Promise<string> {
    const bind = xml("bind", NS.bind, null, xml("resource", NS.bind, null, resource));
    const result = await this.request(xml("iq", NS.client, { type: "set", id: "bind" }, bind));
    return result.child("bind", NS.bind)?.childText("jid") ?? "";
  }

  /** Sends an iq and returns the answer, which must be the next stanza. */
  async request(iq: Element): Promise<Element> {
    this.send(iq);
    const reply = await this.next();
    if (reply?.attr("id") !== iq.attr("id") || reply?.attr("type") !== "result")
      throw new Error(`${serialize(iq)} was answered by ${reply ? serialize(reply) : "the stream's end"}`);
    return reply;
  }

  send(element: Element): void {
    this.#socket.write(serialize(element, NS.client));
  }

  /** The next element; undefined when the stream has ended. Throws when none comes within ten seconds. */
  async next(): Promise<Element | undefined> {
    for (const deadline = AbortSignal.timeout(PATIENCE_MS); this.#received.length === 0 && !this.#isClosed; ) {
      await this.#somethingHappens(deadline);
    }
    return this.#received.shift();
  }

  /** Ends the stream in order and waits until the server has ended it too. */
  async close(): Promise<void> {
    if (!this.#isClosed) this.#socket.write("</stream:stream>");
    while (await this.next());
    this.#socket.destroy();
  }

  /** Breaks the connection off, as a network that fails. */
  abort(): void {
    this.#socket.resetAndDestroy();
    this.#close();
  }

  async #openStream(): Promise<Element> {
    this.#socket.write(
      `<stream:stream xmlns='${NS.client}' xmlns:stream='${NS.stream}' to='${this.#domain}' version='1.0'>`,
    );
    return this.#expect("features");
  }

  async #expect(name: string): Promise<Element> {
    const element = await this.next();
    if (element?.name !== name)
      throw new Error(`expected <${name}>, got ${element ? serialize(element) : "the stream's end"}`);
    return element;
  }

  #read(bytes: Buffer): void {
    this.#scanner.write(this.#decoder.decode(bytes, { stream: true }));
    this.#wake?.();
  }

  #close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async #somethingHappens(deadline: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => reject(new Error("nothing came within ten seconds"));
    this.#wake = resolve;
    deadline.addEventListener("abort", giveUp);
    await promise.finally(() => deadline.removeEventListener("abort", giveUp));
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString();
}
