import { createHash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import {
  type Element,
  NS,
  STREAM_END,
  StreamError,
  StreamScanner,
  serialize,
  streamHeader,
  XmlError,
  xml,
} from "@yonder/protocol";
import type { Logger } from "pino";
import { asClient, COMPONENT } from "./component-namespace.ts";

/** What a component's stream needs of those around it. */
export interface ComponentHall {
  readonly limits: {
    readonly stanzaBytes: number;
    readonly stanzaBytesBeforeLogin: number;
    readonly elementDepth: number;
    readonly loginSeconds: number;
    readonly sendBufferBytes: number;
  };
  readonly log: Logger;
  randomId(): string;
  /** By domain, what a component proves itself with. */
  secretOf(domain: string): string | undefined;
  /** It has proved itself. Rejects when it cannot be let in now. */
  enter(stream: ComponentStream): Promise<void>;
  leave(stream: ComponentStream): void;
  /** Takes a stanza in jabber:client; rejects with StreamError for what ends the stream. */
  take(stream: ComponentStream, stanza: Element): Promise<void>;
}

/** Stanzas of one component that are being handled before no more are read. */
const MAX_IN_FLIGHT = 200;

/** One component's connection, "accept" being the method: XEP-0114 §3. */
export class ComponentStream {
  readonly #socket: Socket;
  readonly #hall: ComponentHall;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #scanner: StreamScanner;
  readonly #id: string;
  readonly #timer: NodeJS.Timeout;
  #domain = "";
  #hasHeader = false;
  #state: "new" | "asked" | "proving" | "open" | "closed" = "new";
  #inFlight = 0;

  constructor(socket: Socket, hall: ComponentHall) {
    this.#socket = socket;
    this.#hall = hall;
    this.#id = hall.randomId();
    this.#scanner = new StreamScanner(
      {
        onStreamStart: (header) => this.#onHeader(header),
        onElement: (element) => this.#onElement(element),
        onStreamEnd: () => this.close(),
      },
      { maxStanzaBytes: hall.limits.stanzaBytesBeforeLogin, maxDepth: hall.limits.elementDepth },
    );
    this.#timer = setTimeout(() => this.close(new StreamError("connection-timeout")), hall.limits.loginSeconds * 1_000);
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    // It closes next.
    socket.on("error", (error) => hall.log.debug({ err: error, domain: this.#domain }, "component connection lost"));
    socket.on("close", () => this.#gone());
  }

  /** The component's domain, once it has named it. */
  get domain(): string {
    return this.#domain;
  }

  /** A stanza, in jabber:client, for the component; a component that does not read is cut off. */
  send(stanza: Element): void {
    if (this.#state !== "open") return;
    this.#write(serialize(stanza, NS.client));
    if (this.#socket.writableLength <= this.#hall.limits.sendBufferBytes) return;
    this.#hall.log.warn({ domain: this.#domain }, "a component does not read: cut off");
    this.#socket.destroy();
  }

  /** Ends the stream. The rest of the connection's life is the peer's to end. */
  close(error?: StreamError): void {
    if (this.#state === "closed") return;
    if (!this.#hasHeader) this.#open("");
    if (error) this.#write(serialize(error.toElement(), COMPONENT));
    this.#socket.end(STREAM_END);
    this.#gone();
    this.#scanner.stop();
    setTimeout(() => this.#socket.destroy(), CLOSING_TIME).unref();
  }

  #onData(chunk: Buffer): void {
    if (this.#state === "closed") return;
    try {
      this.#scanner.write(this.#decoded(chunk));
    } catch (error) {
      this.#fail(error);
    }
  }

  #decoded(chunk: Buffer): string {
    try {
      return this.#decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new StreamError("not-well-formed", "Not UTF-8.", { cause: error });
    }
  }

  #onHeader(header: Element): void {
    this.#domain = (header.attr("to") ?? "").toLowerCase();
    const isKnown = this.#hall.secretOf(this.#domain) !== undefined;
    this.#open(isKnown ? this.#domain : "");
    if (header.attr("xmlns") !== COMPONENT) return this.close(new StreamError("invalid-namespace"));
    if (!isKnown) return this.close(new StreamError("host-unknown"));
    this.#state = "asked";
  }

  #open(from: string): void {
    this.#hasHeader = true;
    this.#write(streamHeader({ from: from || undefined, id: this.#id }, COMPONENT));
  }

  #onElement(element: Element): void {
    if (this.#state === "asked") return this.#prove(element);
    if (this.#state !== "open" || element.ns !== COMPONENT)
      return this.close(new StreamError("unsupported-stanza-type"));
    this.#inFlight += 1;
    if (this.#inFlight >= MAX_IN_FLIGHT) this.#socket.pause();
    this.#hall
      .take(this, asClient(element))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#inFlight -= 1;
        if (this.#inFlight < MAX_IN_FLIGHT) this.#socket.resume();
      });
  }

  /** §3, example 3 */
  #prove(element: Element): void {
    const secret = this.#hall.secretOf(this.#domain) ?? "";
    const expected = createHash("sha1").update(`${this.#id}${secret}`).digest("hex");
    if (!element.is("handshake", COMPONENT) || !isSame(element.text.trim().toLowerCase(), expected)) {
      this.#hall.log.warn({ domain: this.#domain }, "a component does not know its secret");
      return this.close(new StreamError("not-authorized"));
    }
    this.#state = "proving";
    this.#socket.pause();
    this.#hall.enter(this).then(
      () => this.#begin(),
      (error: unknown) => this.#fail(error),
    );
  }

  #begin(): void {
    // It may have gone meanwhile.
    if (this.#state !== "proving") return this.#hall.leave(this);
    this.#state = "open";
    clearTimeout(this.#timer);
    this.#scanner.limits = { maxStanzaBytes: this.#hall.limits.stanzaBytes };
    this.#write(serialize(xml("handshake", COMPONENT), COMPONENT));
    this.#socket.resume();
  }

  #fail(error: unknown): void {
    if (error instanceof StreamError) return this.close(error);
    if (error instanceof XmlError) return this.close(new StreamError(error.condition, error.message));
    this.#hall.log.error({ err: error, domain: this.#domain }, "a component's stream failed");
    this.close(new StreamError("internal-server-error"));
  }

  #write(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(text);
  }

  #gone(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    clearTimeout(this.#timer);
    this.#hall.leave(this);
  }
}

/** Milliseconds that a component is given to take our last words. */
const CLOSING_TIME = 2_000;

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
