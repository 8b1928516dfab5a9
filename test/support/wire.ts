import { connect, type Socket } from "node:net";
import { type Element, NS, parseElement, StreamScanner, serialize, UNLIMITED, xml } from "@yonder/protocol";
import { WebSocket } from "ws";
import { asClient, COMPONENT } from "../../packages/server/src/features/components/component-namespace.ts";
import { BoshLine, isTerminal } from "../../packages/server/src/transport/bosh/line.fixture.ts";

export interface Address {
  readonly transport: "tcp" | "websocket" | "bosh";
  readonly port: number;
}

/** One connection that carries elements: a TCP stream without TLS, WebSocket frames (RFC 7395), or requests over HTTP (XEP-0206). */
export interface Wire {
  onElement: (element: Element) => void;
  onClosed: () => void;
  /** Opens the stream, and opens it again after SASL; to our domain unless told. */
  open(to?: string): void;
  send(...elements: Element[]): void;
  end(): void;
  /** Ends at once, without a word. */
  cut(): void;
}

/** Resolves when connected; rejects when refused. */
export async function connectWire({ transport, port }: Address): Promise<Wire> {
  if (transport === "bosh") return boshWire(port);
  return transport === "tcp" ? connectTcp(port) : connectWebSocket(port);
}

function header(to: string): string {
  return `<stream:stream to='${to}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
}

async function connectTcp(port: number): Promise<Wire> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("utf8");
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.on("error", () => undefined);
  return tcpWire(socket);
}

/** A component's stream (XEP-0114), opened; its elements come and go in jabber:client. */
export async function connectComponent(port: number, domain: string): Promise<Wire & { readonly streamId?: string }> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("utf8");
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.on("error", () => undefined);
  const wire: Wire & { streamId?: string } = tcpWire(socket, (header) => {
    wire.streamId = header.attr("id") ?? "";
  });
  socket.write(`<stream:stream to='${domain}' xmlns='${COMPONENT}' xmlns:stream='http://etherx.jabber.org/streams'>`);
  return wire;
}

/** Of a server, in bytes: a roster may be long. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

function tcpWire(socket: Socket, onStreamStart: (header: Element) => void = () => undefined): Wire {
  const scanner = new StreamScanner(
    {
      onStreamStart,
      onElement: (element) => wire.onElement(asClient(element)),
      onStreamEnd: () => socket.end(),
    },
    { maxStanzaBytes: LONGEST_ANSWER, maxElements: LONGEST_ANSWER },
  );
  const wire: Wire = {
    onElement: () => undefined,
    onClosed: () => undefined,
    open: (to = "localhost") => {
      scanner.reset();
      socket.write(header(to));
    },
    send: (...elements) => socket.write(elements.map((element) => serialize(element, NS.client)).join("")),
    // The other side's end of the stream closes the connection (RFC 6120 §4.4).
    end: () => void socket.write("</stream:stream>"),
    cut: () => socket.destroy(),
  };
  socket.on("data", (chunk) => scanner.write(String(chunk)));
  socket.once("close", () => wire.onClosed());
  return wire;
}

async function connectWebSocket(port: number): Promise<Wire> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/xmpp-websocket`, "xmpp", { origin: `http://localhost:${port}` });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.on("error", () => undefined);
  return webSocketWire(socket);
}

function webSocketWire(socket: WebSocket): Wire {
  const wire: Wire = {
    onElement: () => undefined,
    onClosed: () => undefined,
    open: (to = "localhost") => socket.send(serialize(xml("open", NS.framing, { to, version: "1.0" }))),
    send: (...elements) => {
      for (const element of elements) socket.send(serialize(element));
    },
    end: () => socket.send(serialize(xml("close", NS.framing))),
    cut: () => socket.terminate(),
  };
  socket.on("message", (data) => {
    const element = parseElement(String(data));
    if (element.ns === NS.framing && element.name === "close") return socket.close();
    if (element.ns !== NS.framing) wire.onElement(element);
  });
  socket.once("close", () => wire.onClosed());
  return wire;
}

function boshWire(port: number): Wire {
  const line = new BoshLine(port, { origin: `http://localhost:${port}` });
  const wire: Wire = {
    onElement: () => undefined,
    onClosed: () => undefined,
    open: (to = "localhost") => line.open(to),
    send: (...elements) => line.send(elements.map((element) => serialize(element)).join("")),
    end: () => line.send("", "type='terminate'"),
    cut: () => {
      // The server may be gone first.
      const gone = line.vanish().catch(() => undefined);
      void gone.then(() => line.break());
      wire.onClosed();
    },
  };
  line.onAnswer = (text) => {
    for (const element of parseElement(text, UNLIMITED).elements()) wire.onElement(element);
    if (isTerminal(text)) wire.onClosed();
  };
  return wire;
}
