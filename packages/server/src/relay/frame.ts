import type { Envelope, Outcome } from "./relay.ts";

/**
 * What one node says to another in one message of a channel: a line of JSON, a line feed, and after it the texts of which the line
 * tells the lengths (in bytes of UTF-8), one right behind the other. It holds one of four things:
 *
 *     {"v":1,"from":"n1","life":"Zk","seq":17,"envelopes":[{"to":"bob@x","deliveries":[…],"size":142,…}],"outcomes":[…]}
 *     <message …>…</message>
 *
 *     {"v":1,"from":"n2","life":"8s","seq":4,"refused":{"life":"Zk","seq":17}}
 *
 *     {"v":1,"from":"n1","life":"Zk","seq":18,"question":"session"}
 *     text of the question
 *
 *     {"v":1,"from":"n2","life":"8s","seq":5,"answer":{"life":"Zk","seq":18}}
 *     text of the answer
 *
 * A stanza stands in the namespace jabber:client. Fields that a reader does not know mean nothing to it. What a reader of today would
 * misunderstand needs a higher `v`; whoever does not know that refuses the frame. In all versions `v`, `from`, `life`, `seq` and
 * `refused` mean the same, and a frame with `refused` holds nothing else and is not answered.
 */
export interface Frame {
  readonly v: number;
  /** The node that speaks. */
  readonly from: string;
  /** Random text that stands for the process: a node that is started again has another. */
  readonly life: string;
  /** Rises with each frame of that life, to whomever. */
  readonly seq: number;
  readonly envelopes?: readonly EnvelopeHead[];
  /** What became of envelopes that the other node sent. */
  readonly outcomes?: readonly OutcomesPart[];
  /** A frame of the other node of which nothing was taken. */
  readonly refused?: FrameId;
  /** Topic of a question. */
  readonly question?: string;
  readonly answer?: AnswerHead;
}

/** What a frame holds, without what every frame has. */
export type Content = Omit<Frame, "v" | "from" | "life" | "seq">;

export interface FrameId {
  readonly life: string;
  readonly seq: number;
}

/** An envelope without its stanza, whose text is `size` bytes long. */
export interface EnvelopeHead extends Omit<Envelope, "version" | "stanza"> {
  readonly size: number;
}

/** Outcomes of envelopes of one frame that stand together in it, the first of them at `first` (left out: 0). */
export interface OutcomesPart extends FrameId {
  readonly first?: number;
  /** null: comes later. */
  readonly codes: readonly (number | null)[];
}

/** To which question; without `isAnswered` nobody could answer it. */
export interface AnswerHead extends FrameId {
  readonly isAnswered?: true;
}

export const VERSION = 1;

const LINE_FEED = 10;
const NONE_HERE = -1;
const NOT_TAKEN = -2;
const UNKNOWN = -3;

/** It was not taken there, and never will be. */
export const notTaken: Outcome = Object.freeze({ kind: "unknown", isCertain: true });
export const unknown: Outcome = Object.freeze({ kind: "unknown", isCertain: false });

export function encodeFrame(frame: Frame, texts: string): Buffer {
  return Buffer.from(`${JSON.stringify(frame)}\n${texts}`);
}

/** A frame and the texts behind its line; undefined: it is none. */
export function decodeFrame(payload: Buffer): { readonly frame: Frame; readonly texts: Buffer } | undefined {
  const end = payload.indexOf(LINE_FEED);
  if (end < 0) return undefined;
  const frame = fromJson(payload.toString("utf8", 0, end));
  return isFrame(frame) ? { frame, texts: payload.subarray(end + 1) } : undefined;
}

/** Sessions that got it, or a negative number. */
export function codeOf(outcome: Outcome): number {
  if (outcome.kind === "delivered") return outcome.sessions;
  if (outcome.kind === "none-here") return NONE_HERE;
  return outcome.isCertain ? NOT_TAKEN : UNKNOWN;
}

export function outcomeOf(code: number): Outcome {
  if (code >= 0) return { kind: "delivered", sessions: code };
  if (code === NONE_HERE) return { kind: "none-here" };
  return code === NOT_TAKEN ? notTaken : unknown;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFrame(value: unknown): value is Frame {
  if (!isFrameId(value)) return false;
  const { v, from, envelopes, outcomes, refused, question, answer } = value as Partial<Record<keyof Frame, unknown>>;
  // What another version means by the rest is its own affair.
  if (typeof v !== "number" || typeof from !== "string" || !isAbsentOr(refused, isFrameId)) return false;
  if (v !== VERSION) return true;
  return (
    isAbsentOr(envelopes, Array.isArray) &&
    isAbsentOr(outcomes, isListOfParts) &&
    isAbsentOr(question, (topic) => typeof topic === "string") &&
    isAbsentOr(answer, isFrameId)
  );
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isListOfParts(value: unknown): boolean {
  return Array.isArray(value) && value.every((part) => isFrameId(part) && Array.isArray((part as OutcomesPart).codes));
}

function isFrameId(value: unknown): value is FrameId {
  if (typeof value !== "object" || value === null) return false;
  const { life, seq } = value as Partial<Record<keyof FrameId, unknown>>;
  return typeof life === "string" && Number.isSafeInteger(seq);
}
