import { createHash } from "node:crypto";
import type { Side } from "../router/trace.ts";
import type { TraceStep } from "../router/trace-step.ts";
import { toText } from "../store/archive-id.ts";

/** A span as OTLP/JSON has it (opentelemetry-proto, trace.proto). */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  /** 2: an error. */
  readonly status?: { readonly code: 2 };
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly boolValue: boolean };
}

/** Kinds of spans. */
const INTERNAL = 1;
const SERVER = 2;
const PRODUCER = 4;
const CONSUMER = 5;

/**
 * The spans of one message, as far as this node had to do with it. Ids are derived from the archive id, so that every node gives the
 * same ones and nothing need travel with the message. Addresses are left out: who wrote to whom is nobody's business but the server's.
 */
export function spansOf(archiveId: number, side: Side, steps: readonly TraceStep[]): readonly Span[] {
  return side === "source" ? sourceSpans(archiveId, steps) : targetSpans(archiveId, steps);
}

/** From 0 to 1, evenly spread, and the same on every node. */
export function shareOf(archiveId: number): number {
  let hash = (archiveId >>> 0) ^ Math.floor(archiveId / 2 ** 32);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function sourceSpans(archiveId: number, steps: readonly TraceStep[]): Span[] {
  const received = steps.find(({ step }) => step === "received");
  const settled = steps.find((step) => step.step === "settled");
  if (!received || !settled) return [];
  const text = toText(archiveId);
  const root = span(archiveId, "message", [received.at, settled.at], {
    kind: SERVER,
    attributes: {
      "messaging.system": "xmpp",
      "messaging.message.id": text,
      "yonder.transport": received.step === "received" ? received.transport : "",
      "yonder.sessions": settled.sessions,
    },
  });
  return [root, ...steps.flatMap((step, index) => partOf(archiveId, step, steps.slice(0, index)))];
}

function partOf(archiveId: number, step: TraceStep, before: readonly TraceStep[]): Span[] {
  const within = (micros: number): [number, number] => [step.at - micros / 1_000, step.at];
  switch (step.step) {
    case "accepted":
      return [span(archiveId, "accept", within(step.micros), { parent: "message", kind: INTERNAL })];
    case "looked-up": {
      const attributes = { "yonder.cached": step.isCached, "yonder.sessions": step.places.length };
      return [span(archiveId, "look up", within(step.micros), { parent: "message", kind: INTERNAL, attributes })];
    }
    case "relayed": {
      const attributes = { "yonder.target": step.to, "yonder.outcome": step.outcome, "yonder.sessions": step.sessions };
      const isError = step.outcome === "unknown";
      const tries = before.filter((other) => other.step === "relayed" && other.to === step.to).length;
      const key = tries === 0 ? relayTo(step.to) : `${relayTo(step.to)}, try ${tries + 1}`;
      const details = { name: "relay", parent: "message", kind: PRODUCER, attributes, isError };
      return [span(archiveId, key, within(step.micros), details)];
    }
    default:
      return [];
  }
}

/** From when a session was handed the message to when its device acknowledged it, which is the last step. */
function targetSpans(archiveId: number, steps: readonly TraceStep[]): Span[] {
  const acknowledged = steps.at(-1);
  if (acknowledged?.step !== "acknowledged") return [];
  const handed = steps.findLast((step) => step.step === "handed" && step.to === acknowledged.by);
  if (handed?.step !== "handed") return [];
  const isRelayed = steps.some(({ step }) => step === "taken");
  return [
    span(archiveId, `deliver to ${acknowledged.by}`, [handed.at, acknowledged.at], {
      name: "deliver",
      parent: isRelayed ? relayTo(acknowledged.node) : "message",
      kind: CONSUMER,
      attributes: { "yonder.how": handed.how },
    }),
  ];
}

function relayTo(node: string): string {
  return `relay to ${node}`;
}

interface SpanDetails {
  /** The key, unless given. */
  readonly name?: string;
  /** Key of the span around it. */
  readonly parent?: string;
  readonly kind: number;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly isError?: boolean;
}

/** `key`: what it is called among the spans of the message, whichever node speaks of it. */
function span(archiveId: number, key: string, [start, end]: [number, number], details: SpanDetails): Span {
  const { name = key, parent, kind, attributes = {}, isError = false } = details;
  return {
    traceId: digest(`message ${archiveId}`, 32),
    spanId: digest(`${key} of ${archiveId}`, 16),
    ...(parent !== undefined && { parentSpanId: digest(`${parent} of ${archiveId}`, 16) }),
    name,
    kind,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: typed(value) })),
    ...(isError && { status: { code: 2 } }),
  };
}

function typed(value: string | number | boolean): Attribute["value"] {
  if (typeof value === "string") return { stringValue: value };
  return typeof value === "number" ? { intValue: String(value) } : { boolValue: value };
}

function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Milliseconds as nanoseconds, which no double holds. */
function nanoseconds(milliseconds: number): string {
  return `${Math.round(milliseconds * 1_000)}000`;
}
