import type { RedisLink } from "../redis/redis-link.ts";
import { type Content, encodeFrame, type FrameId, VERSION } from "./frame.ts";

/** Milliseconds for which what nobody waits for waits for company: a frame costs the same with one word in it or with twenty. */
const COMPANY_MS = 3;

/** A frame on its way. */
interface Posted {
  readonly seq: number;
  /** How many nodes it came to: one, or none. Rejects when that is not known. */
  readonly listeners: Promise<number>;
}

interface Speaker {
  readonly link: Pick<RedisLink, "isUp" | "publish" | "flush">;
  readonly domain: string;
  readonly node: string;
  readonly life: string;
}

/** What this node says to others leaves here, in the order in which it is said. */
export class Line {
  readonly #speaker: Speaker;
  #seq = 0;
  #last: Promise<unknown> = Promise.resolve();
  #due: (() => void)[] = [];
  #dueSoon: (() => void)[] = [];

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  get isUp(): boolean {
    return this.#speaker.link.isUp;
  }

  /** When the turn ends, each says what it has to say to its node; then all of it leaves together. */
  atEndOfTurn(speak: () => void): void {
    if (this.#due.length === 0) setImmediate(() => this.#endTurn());
    this.#due.push(speak);
  }

  /** Like `atEndOfTurn`, for what may wait a little. */
  soon(speak: () => void): void {
    if (this.#dueSoon.length === 0) setTimeout(() => this.#speakSoon(), COMPANY_MS);
    this.#dueSoon.push(speak);
  }

  post(target: string, content: Content, texts = ""): Posted {
    const { link, domain, node, life } = this.#speaker;
    const seq = ++this.#seq;
    const payload = encodeFrame({ v: VERSION, from: node, life, seq, ...content }, texts);
    const listeners = link.publish(channelOf(domain, target), payload);
    this.#last = listeners;
    return { seq, listeners };
  }

  /** Says something of which it does not matter whether it arrives: then the other node waits until its time is over. */
  tell(target: string, content: Content, texts?: string): void {
    if (this.isUp) this.post(target, content, texts).listeners.catch(ignore);
  }

  refuse(target: string, { life, seq }: FrameId): void {
    this.tell(target, { refused: { life, seq } });
  }

  /** Resolves when the engine has got all that was said. */
  async said(): Promise<void> {
    await this.#last.catch(ignore);
  }

  /** Whether something was said to this life of the node. */
  isFor({ life }: FrameId): boolean {
    return life === this.#speaker.life;
  }

  #endTurn(): void {
    const due = this.#due;
    this.#due = [];
    for (const speak of due) speak();
    this.#speaker.link.flush();
  }

  #speakSoon(): void {
    const due = this.#dueSoon;
    this.#dueSoon = [];
    for (const speak of due) this.atEndOfTurn(speak);
  }
}

/** Where a node listens. */
export function channelOf(domain: string, node: string): string {
  return `yonder:relay:${domain}:${node}`;
}

/** The link itself tells of engines out of reach. */
function ignore(): void {}
