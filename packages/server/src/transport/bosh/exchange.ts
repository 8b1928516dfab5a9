import type { Element } from "@yonder/protocol";
import { Deadline } from "../../stream/deadline.ts";
import type { TransportContext } from "../transport-context.ts";
import { Answers } from "./answers.ts";
import { type BoshRequest, HeldRequests } from "./held-requests.ts";
import { isPoll } from "./request.ts";
import type { Terms } from "./terms.ts";
import { SUPERSEDED, type WrapperAttributes, wrapper } from "./wrapper.ts";

const SECOND = 1_000;

/** The requests of a session that wait for an answer, the latest answers, and how long either end may keep the other waiting. */
export class Exchange {
  /** What the first answer tells of the session; undefined: it was told. */
  greeting: WrapperAttributes | undefined;
  readonly #terms: Terms;
  readonly #context: Pick<TransportContext, "wheel" | "metrics">;
  readonly #held = new HeldRequests();
  readonly #answers: Answers;
  readonly #waitTime: Deadline;
  readonly #idleTime: Deadline;
  /** Id of the last request that was held. */
  #lastRid = 0;
  #hadPayload = true;
  /** Milliseconds without a request after which the client is gone. */
  #patience: number;
  /** No request is expected any more. */
  #isClosing = false;

  constructor(terms: Terms, context: Pick<TransportContext, "wheel" | "metrics">, onSilent: () => void) {
    this.#terms = terms;
    this.#context = context;
    this.#answers = new Answers(terms.requests);
    this.#patience = terms.inactivity * SECOND;
    this.#waitTime = new Deadline(context.wheel, () => this.#waited());
    this.#idleTime = new Deadline(context.wheel, onSilent);
  }

  /** Requests that wait, and those of them whose line is not broken. */
  get count(): number {
    return this.#held.size;
  }

  get liveCount(): number {
    return this.#held.liveCount;
  }

  /** The last answer carried something. */
  get hadPayload(): boolean {
    return this.#hadPayload;
  }

  /** The client has got all that was sent. */
  get areTaken(): boolean {
    return this.#answers.areTaken;
  }

  /** Characters sent that the client may not have got. */
  get untakenLength(): number {
    return this.#answers.untakenLength;
  }

  /** A request was read, and waits for its answer from now on. */
  hold(request: BoshRequest): void {
    this.#lastRid = request.body.rid;
    this.#patience = this.#terms.inactivity * SECOND;
    this.#noteTaken(request);
    this.#held.add(request, this.#context.wheel.now);
    this.#setTimes();
  }

  /** Answers the oldest request. */
  answer(payloads: readonly Element[] = []): void {
    const held = this.#held.shift();
    if (!held) return;
    const { greeting } = this;
    this.greeting = undefined;
    const { rid, header } = held.request.body;
    const ack = this.#terms.usesAcks && this.#lastRid !== rid ? this.#lastRid : undefined;
    const text = wrapper(greeting ?? { ack }, payloads);
    this.#hadPayload = payloads.length > 0 || greeting !== undefined;
    this.#answers.add({ rid, key: header.attr("key"), text }, payloads.length > 0);
    this.#context.metrics.bytesSent += text.length;
    if (held.isLive) held.request.answer(text);
    this.#setTimes();
  }

  /** Those before the newest whose lines broke: their clients may ask for the answers again. */
  answerBroken(): void {
    while (this.#held.size > 1 && this.#held.isOldestBroken) this.answer();
  }

  /**
   * Takes a request that was read before: its answer was lost, or its line broke while it waited (XEP-0124 §14.3). False: that
   * is too long ago, or it is not the same.
   */
  takeAgain(request: BoshRequest): boolean {
    const { rid, header } = request.body;
    const key = header.attr("key");
    const waiting = this.#held.find(rid);
    const text = this.#answers.find(rid, key);
    if (waiting && waiting.body.header.attr("key") === key)
      this.#held.replace(request, this.#context.wheel.now)?.answer(SUPERSEDED);
    else if (text !== undefined) request.answer(text);
    else return false;
    this.#idleTime.clear();
    this.#setTimes();
    return true;
  }

  /** The line of a request broke. */
  abandon(request: BoshRequest): void {
    this.#held.abandon(request);
    this.#setTimes();
  }

  /** The client will be silent for so many seconds (XEP-0124 §10): nothing is sent to it meanwhile. */
  rest(seconds: number): void {
    this.#patience = seconds * SECOND;
    while (this.#held.size > 0) this.answer();
  }

  /** Nothing but the last words is to be said, within this time. */
  close(timeMs: number = this.#patience): void {
    this.#isClosing = true;
    this.#waitTime.clear();
    this.#idleTime.set(timeMs);
  }

  /** It is over. Gives all who still wait, oldest first. */
  end(): BoshRequest[] {
    this.#isClosing = true;
    this.#waitTime.drop();
    this.#idleTime.drop();
    return this.#held.takeLive();
  }

  /**
   * What a new request says of answers that arrived: by `ack` (XEP-0124 §9.2), or since a client does not poll while it
   * waits for an answer, and never has more requests under way than it may.
   */
  #noteTaken({ body }: BoshRequest): void {
    const { rid, header } = body;
    const inferred = isPoll(body) ? rid - 1 : rid - this.#terms.requests;
    this.#answers.take(this.#terms.usesAcks ? Number(header.attr("ack") ?? rid - 1) : inferred);
  }

  /** How long the oldest request may wait; without any that can be answered, how long until the next one must come. */
  #setTimes(): void {
    if (this.#isClosing) return;
    const since = this.#held.waitingSince;
    if (since === undefined) {
      this.#waitTime.clear();
      return this.#idleTime.setAtMost(this.#patience);
    }
    this.#idleTime.clear();
    // The wheel may be late by a second.
    this.#waitTime.set(Math.max(0, since + (this.#terms.wait - 1) * SECOND - this.#context.wheel.now));
  }

  #waited(): void {
    this.answerBroken();
    this.answer();
  }
}
