import { type Element, NS, parseElement } from "@yonder/protocol";
import { systemClock } from "../clock.ts";
import type { Clock, Socket } from "../options.ts";
import { creation, farewellIn, readAnswer, readTerms, restart, type Terms, WAIT, wrap } from "./binding.ts";
import { pollDelay } from "./poll-pace.ts";

export interface BoshOptions {
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** A request under way. */
interface Exchange {
  readonly rid: number;
  readonly text: string;
  readonly isPoll: boolean;
  readonly isCreation: boolean;
  startedAt: number;
  /** Another request went out while it waited: the server answers it for that. */
  isDisplaced: boolean;
  cancel: () => void;
  /** What is to be tried again later is tried now. */
  hurry: () => void;
  answer: Element | undefined;
}

/** What is to be sent: text of elements, or the header of a stream. */
type Outgoing = { readonly kind: "elements"; text: string } | { readonly kind: "header"; readonly to: string };

/** So much goes into one request, unless one element is larger. */
const MAX_TEXT = 16_000;
/** A request that lasted so long was held by the server; one that lasted longer shows that requests may well be held. */
const HELD = 1_000;
const LONG = 5_000;
/** So many polls in a row that came back early show that they may not. */
const EARLY = 2;
/** First pause after a failure, and how long it may go on failing. */
const PAUSE = 500;
const PATIENCE = 20_000;
/** How much later than promised an answer may come. */
const MARGIN = 10_000;
/** What a browser sends on although the page is left, at most. */
const MAX_KEPT = 60_000;

/** A stream over HTTP (XEP-0124, XEP-0206) that looks like a WebSocket (RFC 7395), for where none gets through. */
export class BoshSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #clock: Clock;
  #terms: Terms | undefined;
  #rid = randomRid();
  #queue: Outgoing[] = [];
  /** By request id, in order. */
  readonly #underWay = new Map<number, Exchange>();
  #isPumping = false;
  #isOver = false;
  #cancelPoll: () => void = () => {};
  #earlyPolls = 0;
  #trafficAt: number;
  #failingSince: number | undefined;
  #failures = 0;

  constructor(url: string, options: BoshOptions = {}) {
    this.#url = url;
    this.#fetch = options.fetch ?? ((...request) => fetch(...request));
    this.#clock = options.clock ?? systemClock;
    this.#trafficAt = this.#clock.now();
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    if (this.#isOver) return;
    if (text.startsWith("<close ") && text.includes(NS.framing)) return this.#terminate();
    if (text.startsWith("<open ") && text.includes(NS.framing))
      this.#queue.push({ kind: "header", to: parseElement(text).attr("to") ?? "" });
    else this.#enqueue(text);
    if (!text.includes(NS.sm)) this.#trafficAt = this.#clock.now();
    this.#pumpSoon();
  }

  /** Lets go of the session, as of a connection that breaks. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelPoll();
    for (const { cancel } of this.#underWay.values()) cancel();
  }

  /** Ends the session (XEP-0124 §13); what is under way still arrives. */
  #terminate(): void {
    const payload = this.#queue.map((item) => (item.kind === "elements" ? item.text : "")).join("");
    this.#isOver = true;
    this.#cancelPoll();
    if (!this.#terms) return;
    const text = wrap({ rid: this.#rid++, sid: this.#terms.sid, type: "terminate" }, payload);
    // Whether it comes is the server's business alone.
    this.#post(text, new AbortController().signal, text.length < MAX_KEPT).catch(() => {});
  }

  #enqueue(text: string): void {
    const last = this.#queue.at(-1);
    if (last?.kind === "elements" && last.text.length + text.length <= MAX_TEXT) last.text += text;
    else this.#queue.push({ kind: "elements", text });
  }

  /** All that is said in one go travels together. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#isOver) return;
    while (this.#queue.length > 0 && this.#underWay.size < (this.#terms?.requests ?? 1)) {
      const next = this.#queue.shift();
      if (next) this.#begin(next);
    }
    if (this.#terms && this.#underWay.size === 0) this.#pollLater();
  }

  #begin(next: Outgoing | undefined): void {
    this.#cancelPoll();
    const sid = this.#terms?.sid;
    const open = sid === undefined ? creation : restart;
    const header = next?.kind === "header" ? open(next.to) : {};
    const rid = this.#rid++;
    for (const other of this.#underWay.values()) {
      other.isDisplaced = true;
      other.hurry();
    }
    const exchange: Exchange = {
      rid,
      text: wrap({ rid, sid, ...header }, next?.kind === "elements" ? next.text : ""),
      isPoll: next === undefined,
      isCreation: sid === undefined,
      startedAt: 0,
      isDisplaced: false,
      cancel: () => {},
      hurry: () => {},
      answer: undefined,
    };
    this.#underWay.set(rid, exchange);
    this.#attempt(exchange);
  }

  /** XEP-0124 §10, §12: at once where requests are held, and else as often as it is worth. */
  #pollLater(): void {
    const hold = this.#terms?.hold ?? 0;
    this.#cancelPoll();
    if (hold > 0 && this.#earlyPolls < EARLY) return this.#begin(undefined);
    this.#cancelPoll = this.#clock.after(this.#pollDelay(), () => this.#begin(undefined));
  }

  #pollDelay(): number {
    const { polling = 0, inactivity = 0 } = this.#terms ?? {};
    return Math.max(polling, Math.min(pollDelay(this.#clock.now() - this.#trafficAt), inactivity / 2));
  }

  #attempt(exchange: Exchange): void {
    const abort = new AbortController();
    const limit = (exchange.isCreation ? 0 : (this.#terms?.wait ?? WAIT)) + MARGIN;
    const cancelLimit = this.#clock.after(limit, () => abort.abort());
    exchange.startedAt = this.#clock.now();
    exchange.hurry = () => {};
    exchange.cancel = () => {
      cancelLimit();
      abort.abort();
    };
    this.#post(exchange.text, abort.signal, false).then(
      (answer) => {
        cancelLimit();
        this.#answered(exchange, answer);
      },
      (cause: unknown) => {
        cancelLimit();
        this.#failed(exchange, cause);
      },
    );
  }

  /** @throws Refused, or as `fetch` does */
  async #post(body: string, signal: AbortSignal, keepalive: boolean): Promise<Element> {
    const headers = { "content-type": "text/xml; charset=utf-8" };
    const response = await this.#fetch(this.#url, {
      method: "POST",
      headers,
      body,
      signal,
      keepalive,
      cache: "no-store",
    });
    if (response.status >= 400 && response.status < 500) throw new Refused();
    const answer = response.ok ? readAnswer(await response.text()) : undefined;
    if (!answer) throw new Error(`HTTP ${response.status}`);
    return answer;
  }

  #answered(exchange: Exchange, answer: Element): void {
    if (this.#isOver) return;
    // XEP-0124 §17.3: once more, please.
    if (answer.attr("type") === "error") return this.#failed(exchange, undefined);
    this.#failingSince = undefined;
    this.#failures = 0;
    exchange.answer = answer;
    this.#notePace(exchange, answer);
    for (const oldest of this.#underWay.values()) {
      if (!oldest.answer || this.#isOver) break;
      this.#underWay.delete(oldest.rid);
      this.#take(oldest.answer);
    }
    this.#pumpSoon();
  }

  /** Whether the network lets the server keep a request until it has something to say. */
  #notePace({ startedAt, isDisplaced }: Exchange, answer: Element): void {
    if (this.#clock.now() - startedAt >= LONG) this.#earlyPolls = 0;
    else if (!isDisplaced && answer.children.length === 0) this.#earlyPolls += 1;
  }

  #take(body: Element): void {
    this.#terms ??= readTerms(body);
    const isTerminal = body.attr("type") === "terminate";
    // XEP-0124 §17.2: the request that ended the session says why.
    if (isTerminal && body.attr("condition") === "other-request" && this.#underWay.size > 0) return;
    for (const element of body.elements()) {
      if (element.ns === NS.bosh) continue;
      if (element.ns !== NS.sm) this.#trafficAt = this.#clock.now();
      this.onmessage?.({ data: element });
    }
    const farewell = isTerminal ? farewellIn(body) : undefined;
    if (farewell) this.onmessage?.({ data: farewell });
    if (isTerminal || !this.#terms) this.#break();
  }

  /** The line broke, or somebody on it did not pass us on: the same request again (XEP-0124 §14.3), unless that is hopeless. */
  #failed(exchange: Exchange, cause: unknown): void {
    if (this.#isOver) return;
    const now = this.#clock.now();
    const lasted = now - exchange.startedAt;
    const wasHeld = lasted >= HELD;
    this.#failingSince = wasHeld ? undefined : (this.#failingSince ?? now);
    const isHopeless = this.#failingSince !== undefined && now - this.#failingSince >= PATIENCE;
    if (exchange.isCreation || cause instanceof Refused || isHopeless) return this.#break();
    this.#failures = wasHeld ? 0 : this.#failures + 1;
    if (lasted >= LONG) return this.#attempt(exchange);
    const pause = wasHeld ? this.#pollDelay() : PAUSE * 2 ** (this.#failures - 1);
    exchange.cancel = this.#clock.after(pause, () => this.#attempt(exchange));
    exchange.hurry = () => {
      exchange.cancel();
      this.#attempt(exchange);
    };
  }

  #break(): void {
    if (this.#isOver) return;
    this.close();
    if (this.#terms) this.onclose?.();
    else this.onerror?.();
  }
}

/** The server, or what stands before it, wants none of this. */
class Refused extends Error {}

/** XEP-0124 §19.3: not to be guessed; and far from the largest, 2^53. */
function randomRid(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return 1 + (high % 2 ** 18) * 2 ** 32 + low;
}
