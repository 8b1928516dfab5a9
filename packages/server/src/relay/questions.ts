import type { Logger } from "pino";
import type { Timers } from "../store/timers.ts";
import type { Answerers } from "./answerers.ts";
import type { AnswerHead, Frame } from "./frame.ts";
import { inTime } from "./in-time.ts";
import type { Line } from "./line.ts";

/** Bytes of a question or an answer. */
const MAX_TEXT = 1024 * 1024;
/** Questions of one topic that may wait for their answers: long polls of some take no room from the rest. */
const MAX_WAITING = 20_000;

interface Parts {
  readonly line: Line;
  readonly answerers: Answerers;
  readonly timers: Timers;
  readonly log: Logger;
}

/** Questions to other nodes that wait for their answers, and those that other nodes ask. */
export class Questions {
  readonly #parts: Parts;
  /** Who waits, by the number of the question's frame. */
  readonly #waiting = new Map<number, (answer: string | undefined) => void>();
  /** How many wait, by topic. */
  readonly #counts = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async ask(node: string, topic: string, question: string, timeoutMs: number): Promise<string | undefined> {
    const { line, timers } = this.#parts;
    if (!line.isUp || this.#countOf(topic) >= MAX_WAITING || !this.#isShort(topic, question)) return undefined;
    const { seq, listeners } = line.post(node, { question: topic }, question);
    const answer = new Promise<string | undefined>((resolve) => this.#waiting.set(seq, resolve));
    this.#counts.set(topic, this.#countOf(topic) + 1);
    listeners.then(
      (count) => count === 0 && this.settle(seq, undefined),
      () => this.settle(seq, undefined),
    );
    try {
      return await inTime(answer, timeoutMs, timers);
    } finally {
      this.#waiting.delete(seq);
      this.#counts.set(topic, this.#countOf(topic) - 1);
    }
  }

  /** Whoever waits for the answer to that question gets this one. */
  settle(seq: number, answer: string | undefined): void {
    this.#waiting.get(seq)?.(answer);
  }

  /** No answer will come. */
  giveUp(): void {
    for (const seq of this.#waiting.keys()) this.settle(seq, undefined);
  }

  /** Resolves when the answers have been given that others wait for. */
  async answered(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  onAnswer({ seq, isAnswered }: AnswerHead, texts: Buffer): void {
    this.settle(seq, isAnswered === true ? texts.toString() : undefined);
  }

  onQuestion(frame: Frame, texts: Buffer): void {
    const { from, life, seq, question: topic = "" } = frame;
    const { line, answerers } = this.#parts;
    const answered = answerers.answer(topic, texts.toString(), from).then((answer) => {
      this.#underWay.delete(answered);
      if (answer === undefined || !this.#isShort(topic, answer)) line.tell(from, { answer: { life, seq } });
      else line.tell(from, { answer: { life, seq, isAnswered: true } }, answer);
    });
    this.#underWay.add(answered);
  }

  #countOf(topic: string): number {
    return this.#counts.get(topic) ?? 0;
  }

  #isShort(topic: string, text: string): boolean {
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_TEXT)
      this.#parts.log.error({ topic, bytes }, "too long for a question or an answer to another node");
    return bytes <= MAX_TEXT;
  }
}
