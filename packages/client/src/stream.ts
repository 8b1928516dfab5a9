import { Element, NS, parseElement, serialize, xml } from "@yonder/protocol";
import type { Socket } from "./options.ts";

/** Why a stream is over: the server's stream error (RFC 6120 §4.9.3), or that the network broke. */
export interface StreamEnd {
  readonly condition?: string;
  readonly text?: string;
  /** RFC 7395 §3.6.1: the server wants us elsewhere. */
  readonly seeOther?: string;
}

/** RFC 6455 §7.4.1: a frame was larger than the server reads. */
const TOO_BIG = 1009;

/** WebSocket.OPEN */
const OPEN = 1;

/** What is read at most: a roster of 10,000 contacts is one stanza. */
const LIMITS = {
  maxStanzaBytes: 8_000_000,
  maxElements: 200_000,
  maxDepth: 1_000,
  maxAttributes: 1_000,
  maxPrefixes: 5_000,
};

/** One XML stream over one WebSocket (RFC 7395), or what looks like one: a frame is an element. */
export class XmppStream {
  onElement: (element: Element) => void = () => {};
  onEnd: (end: StreamEnd) => void = () => {};
  readonly domain: string;
  readonly #socket: Socket;
  #isOpen = false;
  #isOver = false;
  #early: string[] = [];

  constructor(socket: Socket, domain: string) {
    this.domain = domain;
    this.#socket = socket;
    this.#isOpen = socket.readyState === OPEN;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#end(event?.code === TOO_BIG ? { condition: "policy-violation" } : {});
    socket.onerror = () => this.#end({});
  }

  /** RFC 7395 §3.4; again after authentication with SASL alone (RFC 6120 §6.4.6). `from`: who we are about to prove that we are. */
  open(from?: string): void {
    this.send(xml("open", NS.framing, { to: this.domain, from, version: "1.0" }));
  }

  /** What is sent before the socket is open leaves when it is. */
  send(element: Element): void {
    if (this.#isOver) return;
    const text = serialize(element);
    if (!this.#isOpen) this.#early.push(text);
    else this.#socket.send(text);
  }

  /** RFC 7395 §3.6. */
  close(): void {
    if (this.#isOpen) this.send(xml("close", NS.framing));
    this.abort();
  }

  /** Ends at once; `onEnd` is still called. */
  abort(): void {
    this.#end({});
  }

  #opened(): void {
    if (this.#isOver) return;
    this.#isOpen = true;
    for (const text of this.#early.splice(0)) this.#socket.send(text);
  }

  #received(data: unknown): void {
    if (this.#isOver) return;
    const element = typeof data === "string" ? parse(data) : elementOf(data);
    if (!element) return this.#end({ condition: "not-well-formed" });
    if (element.is("error", NS.stream)) return this.#end(readError(element));
    if (element.is("close", NS.framing)) return this.#end(readClose(element));
    this.onElement(element);
  }

  #end(end: StreamEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#early = [];
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    // A socket that is closed while it connects reports an error: nobody's business any more.
    this.#socket.onerror = () => {};
    this.#socket.close();
    this.onEnd(end);
  }
}

/** What comes over HTTP was read already. */
function elementOf(data: unknown): Element | undefined {
  return data instanceof Element ? data : undefined;
}

function parse(text: string): Element | undefined {
  try {
    return parseElement(text, LIMITS);
  } catch {
    // RFC 6120 §4.9.3.13: what is not well-formed ends the stream; the caller does.
    return undefined;
  }
}

function readError(error: Element): StreamEnd {
  const condition = error.elements().find((child) => child.ns === NS.streams && child.name !== "text");
  const text = error.childText("text", NS.streams);
  return { condition: condition?.name ?? "undefined-condition", ...(text && { text }) };
}

function readClose(close: Element): StreamEnd {
  const seeOther = close.attr("see-other-uri");
  return seeOther ? { seeOther } : {};
}
