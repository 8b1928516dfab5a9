import type { Logger } from "pino";
import type { Awaitable } from "../features/feature.ts";
import type { RedisLink } from "../redis/redis-link.ts";
import { systemTimers, type Timers } from "../store/timers.ts";
import { Answerers } from "./answerers.ts";
import { decodeFrame, type Frame, type FrameId, notTaken, unknown, VERSION } from "./frame.ts";
import { inTime } from "./in-time.ts";
import { channelOf, Line } from "./line.ts";
import { Outbox } from "./outbox.ts";
import { Questions } from "./questions.ts";
import { Reception } from "./reception.ts";
import type { Answerer, Envelope, Outcome, Receiver, Relay } from "./relay.ts";

/** An outcome that has not come by then does not come. */
const PATIENCE_MS = 5_000;
const TICK_MS = 500;
const STOP_MS = 1_000;
/** Lives of nodes of which it is remembered what was heard last. */
const MAX_LIVES = 1_000;

export interface RedisRelayOptions {
  readonly link: RedisLink;
  readonly domain: string;
  readonly node: string;
  /** Random text that stands for this process. */
  readonly life: string;
  readonly receive: Receiver;
  /** Whether the others take this node for dead, or another process for it: then it takes nothing. */
  readonly isDead?: () => boolean;
  readonly log: Logger;
  readonly timers?: Timers;
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed?: () => number;
}

/** The relay over a Redis channel for each node (see `Frame` for what is said there). Resolves when this node can be heard. */
export async function redisRelay(options: RedisRelayOptions): Promise<Relay> {
  const relay = new RedisRelay(options);
  await options.link.subscribe(channelOf(options.domain, options.node), (payload) => relay.take(payload));
  return relay;
}

class RedisRelay implements Relay {
  readonly #node: string;
  readonly #log: Logger;
  readonly #timers: Timers;
  readonly #elapsed: () => number;
  readonly #line: Line;
  readonly #receive: Receiver;
  readonly #isDead: () => boolean;
  readonly #answerers: Answerers;
  readonly #questions: Questions;
  readonly #reception: Reception;
  readonly #outboxes = new Map<string, Outbox>();
  /** Number of the last frame heard from each life of a node. */
  readonly #heard = new Map<string, number>();
  /** Nodes that speak a version of frames that is not known here. */
  readonly #foreign = new Set<string>();
  readonly #stopTicking: () => void;
  #isStopped = false;

  constructor({ link, domain, node, life, receive, log, ...rest }: RedisRelayOptions) {
    this.#node = node;
    this.#log = log;
    this.#timers = rest.timers ?? systemTimers;
    this.#elapsed = rest.elapsed ?? (() => performance.now());
    this.#line = new Line({ link, domain, node, life });
    this.#receive = guarded(receive, log);
    this.#isDead = rest.isDead ?? (() => false);
    this.#answerers = new Answerers((err, topic) => log.warn({ err, topic }, "a question has no answer"));
    this.#questions = new Questions({ line: this.#line, answerers: this.#answerers, timers: this.#timers, log });
    this.#reception = new Reception({
      receive: this.#receive,
      onQuestion: (frame, texts) => this.#onQuestion(frame, texts),
      report: (target, outcomes) => this.#outbox(target).report(outcomes),
      log,
    });
    this.#stopTicking = this.#timers.every(TICK_MS, () => this.#tick());
    link.onDown(() => this.#giveUp());
  }

  send(target: string, envelope: Envelope): Awaitable<Outcome> {
    if (this.#isStopped) return notTaken;
    return target === this.#node ? this.#receive(envelope, target) : this.#outbox(target).send(envelope);
  }

  async ask(target: string, topic: string, question: string, timeoutMs: number): Promise<string | undefined> {
    if (this.#isStopped) return undefined;
    if (target === this.#node)
      return inTime(this.#answerers.answer(topic, question, this.#node), timeoutMs, this.#timers);
    // What was sent before comes before.
    this.#outboxes.get(target)?.flush();
    return this.#questions.ask(target, topic, question, timeoutMs);
  }

  answer(topic: string, answerer: Answerer): void {
    this.#answerers.set(topic, answerer);
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await inTime(this.#finish(), STOP_MS, this.#timers);
    this.#stopTicking();
    this.#giveUp();
  }

  /** A message of this node's channel. */
  take(payload: Buffer): void {
    const { frame, texts } = decodeFrame(payload) ?? {};
    if (!frame || !texts) return this.#log.warn({ bytes: payload.length }, "the relay's channel has what is no frame");
    if (!this.#isNew(frame)) return this.#log.debug({ node: frame.from }, "a frame came late and is dropped");
    const { from, refused } = frame;
    if (refused) return this.#refused(from, refused);
    if (frame.v !== VERSION) return this.#refuseVersion(frame);
    for (const part of frame.outcomes ?? []) if (this.#line.isFor(part)) this.#outboxes.get(from)?.settle(part);
    if (frame.answer && this.#line.isFor(frame.answer)) this.#questions.onAnswer(frame.answer, texts);
    if (frame.envelopes !== undefined || frame.question !== undefined) this.#receiveFrame(frame, texts);
  }

  /** Who has slept finds what was sent meanwhile, before any timer has told of the lease. */
  #receiveFrame(frame: Frame, texts: Buffer): void {
    if (this.#isDead() || !this.#reception.take(frame, texts)) this.#line.refuse(frame.from, frame);
  }

  #onQuestion(frame: Frame, texts: Buffer): void {
    if (this.#isStopped) this.#line.refuse(frame.from, frame);
    else this.#questions.onQuestion(frame, texts);
  }

  #refused(node: string, frame: FrameId): void {
    if (!this.#line.isFor(frame)) return;
    this.#log.debug({ node, seq: frame.seq }, "another node has refused a frame");
    this.#outboxes.get(node)?.settleFrame(frame.seq, notTaken);
    this.#questions.settle(frame.seq, undefined);
  }

  #refuseVersion(frame: Frame): void {
    const { from, v } = frame;
    if (!this.#foreign.has(from))
      this.#log.error({ node: from, version: v }, "a node speaks another version of the relay");
    this.#foreign.add(from);
    this.#line.refuse(from, frame);
  }

  /** What a connection that broke had still in it may come after what was said over the next one. */
  #isNew({ life, seq }: Frame): boolean {
    if (seq <= (this.#heard.get(life) ?? 0)) return false;
    this.#heard.set(life, seq);
    const [oldest] = this.#heard.size > MAX_LIVES ? this.#heard.keys() : [];
    if (oldest !== undefined) this.#heard.delete(oldest);
    return true;
  }

  #outbox(node: string): Outbox {
    const known = this.#outboxes.get(node);
    if (known) return known;
    const outbox = new Outbox(node, this.#line, this.#elapsed);
    this.#outboxes.set(node, outbox);
    return outbox;
  }

  #tick(): void {
    const before = this.#elapsed() - PATIENCE_MS;
    for (const [node, outbox] of this.#outboxes) {
      outbox.expire(before);
      if (outbox.isIdle) this.#outboxes.delete(node);
    }
  }

  /** What waits for other nodes waits in vain. */
  #giveUp(): void {
    for (const outbox of this.#outboxes.values()) outbox.expire(Number.POSITIVE_INFINITY);
    this.#questions.giveUp();
  }

  /** What is under way comes to its end. */
  async #finish(): Promise<void> {
    await Promise.all([this.#reception.close(), this.#questions.answered()]);
    await Promise.all([...this.#outboxes.values()].map((outbox) => outbox.idle()));
    await this.#line.said();
  }
}

/** A receiver that neither throws nor rejects. */
function guarded(receive: Receiver, log: Logger): Receiver {
  const failed = (error: unknown): Outcome => {
    log.error({ err: error }, "an envelope was not received");
    return unknown;
  };
  return (envelope, from) => {
    try {
      const outcome = receive(envelope, from);
      return outcome instanceof Promise ? outcome.catch(failed) : outcome;
    } catch (error) {
      return failed(error);
    }
  };
}
