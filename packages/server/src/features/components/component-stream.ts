import { createHash, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
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
import type { LoginGuard } from "../../stream/login-guard.ts";
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
  /** Makes the guessing of secrets slow; undefined: nothing does. */
  readonly guard: Pick<LoginGuard, "before" | "failed" | "succeeded"> | undefined;
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

  get isGone(): boolean {
    return this.#state === "closed";
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
    if (this.#state === "asked") return void this.#prove(element);
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
  async #prove(element: Element): Promise<void> {
    this.#state = "proving";
    this.#socket.pause();
    try {
      await this.#check(element);
      // It may have gone meanwhile.
      if (this.isGone) return;
      await this.#hall.enter(this);
      this.#begin();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Rejects with StreamError unless it knows the secret; the more has been guessed, the later. */
  async #check(element: Element): Promise<void> {
    const { guard, log } = this.#hall;
    const [address, domain] = [this.#socket.remoteAddress ?? "", this.#domain];
    const wait = guard?.before(address, domain) ?? 0;
    if (wait === "refuse") throw new StreamError("policy-violation", "Too many attempts: try again later.");
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    const expected = createHash("sha1")
      .update(`${this.#id}${this.#hall.secretOf(domain) ?? ""}`)
      .digest("hex");
    const isProved = element.is("handshake", COMPONENT) && isSame(element.text.trim().toLowerCase(), expected);
    if (isProved) return guard?.succeeded(address, domain);
    log.warn({ domain, address }, "a component does not know its secret");
    const penalty = guard?.failed(address, domain) ?? 0;
    if (penalty > 0) await sleep(penalty, undefined, { ref: false });
    throw new StreamError("not-authorized");
  }

  #begin(): void {
    if (this.isGone) return this.#hall.leave(this);
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
