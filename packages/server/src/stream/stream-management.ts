import { type Element, NS, StreamError, xml } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import type { Session } from "./session.ts";

// The elements of XEP-0198. The counting is in arrivals.ts and unacked.ts.

/** A connection over which a session is to go on. */
export interface Successor {
  readonly connection: Connection;
  /** What its client has had (XEP-0198 §5). */
  readonly h: number;
  /** What the client is sent, with `<resumed/>` in it. */
  announced(resumed: Element): Element;
  /** Whether it does go on there. */
  whenReady(isResumed: boolean): void;
}

export const REQUEST: Element = xml("r", NS.sm);

export function ack(h: number): Element {
  return xml("a", NS.sm, { h: String(h) });
}

/** Takes `<enable/>` (§3); returns `<enabled/>`. */
export function enable(session: Session, element: Element): Element {
  const max = Number(element.attr("max") ?? Number.NaN);
  const seconds = session.manage(isTrue(element.attr("resume")), Number.isInteger(max) && max > 0 ? max : undefined);
  return enabled(session.id, seconds);
}

function enabled(id: string, resumeSeconds: number | undefined): Element {
  if (resumeSeconds === undefined) return xml("enabled", NS.sm);
  return xml("enabled", NS.sm, { id, resume: "true", max: String(resumeSeconds) });
}

export function resumed(previd: string, h: number): Element {
  return xml("resumed", NS.sm, { previd, h: String(h) });
}

export type FailedCondition = "unexpected-request" | "item-not-found" | "bad-request" | "service-unavailable";

export function failed(condition: FailedCondition, h?: number): Element {
  return xml("failed", NS.sm, h === undefined ? null : { h: String(h) }, xml(condition, NS.stanzas));
}

/** XEP-0198 §6. */
export function handledCountTooHigh(h: number, sentCount: number): StreamError {
  const extra = xml("handled-count-too-high", NS.sm, { h: String(h), "send-count": String(sentCount) });
  return new StreamError(
    "undefined-condition",
    `You acknowledged ${h} stanzas, but I only sent you ${sentCount} so far.`,
    { extra },
  );
}

/** Reads an `h`: xs:unsignedInt, or undefined. */
export function readHandledCount(element: Element): number | undefined {
  const text = element.attr("h");
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const h = Number(text);
  return h < 2 ** 32 ? h : undefined;
}

/** Whether an attribute of xs:boolean is there and true. */
export function isTrue(value: string | undefined): boolean {
  return value === "true" || value === "1";
}
