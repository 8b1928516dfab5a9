import { type Element, NS, StreamError, xml } from "@yonder/protocol";

// The elements of XEP-0198. The counting is in arrivals.ts and unacked.ts.

export const REQUEST: Element = xml("r", NS.sm);

export function ack(h: number): Element {
  return xml("a", NS.sm, { h: String(h) });
}

export function enabled(id: string, resumeSeconds: number | undefined): Element {
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
