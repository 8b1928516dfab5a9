import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** A stretch of a body in Unicode code points (XEP-0426): from `start` on, `end` not included. */
export interface FallbackRange {
  readonly start: number;
  readonly end: number;
}

/** `<fallback/>`: the body, or a stretch of it, is for those who do not know the namespace `of` (XEP-0428). */
export function fallback(of: string, range?: FallbackRange): Element {
  const { start, end } = range ?? {};
  const body = range && xml("body", NS.fallback, { start: String(start), end: String(end) });
  return xml("fallback", NS.fallback, { for: of }, body);
}

/** A body parted into what was meant and what was said for those who do not know `of`. */
export interface PartedBody {
  readonly text: string;
  readonly fallback: string;
}

/** Takes off a message's body what is a fallback for the namespaces `of`; stretches outside the body do not count. */
export function withoutFallback(message: Element, ...of: readonly string[]): PartedBody {
  const body = message.childText("body") ?? "";
  const marks = message.elements().filter((e) => e.is("fallback", NS.fallback) && of.includes(e.attr("for") ?? ""));
  if (marks.length === 0) return { text: body, fallback: "" };
  const points = [...body];
  const ranges = marks.flatMap((mark) => rangesOf(mark, points.length));
  const isFallback = (index: number) => ranges.some(({ start, end }) => index >= start && index < end);
  const isOut = points.map((_, index) => isFallback(index));
  return {
    text: points.filter((_, index) => !isOut[index]).join(""),
    fallback: points.filter((_, index) => isOut[index]).join(""),
  };
}

/** More stretches than this are nobody's honest message. */
const MAX_RANGES = 8;

function rangesOf(mark: Element, length: number): readonly FallbackRange[] {
  const all = { start: 0, end: length };
  const elements = mark.elements().filter((e) => e.ns === NS.fallback);
  // XEP-0428 §2.2: without children it stands for all bodies and subjects.
  if (elements.length === 0) return [all];
  const bodies = elements.filter(({ name }) => name === "body").slice(0, MAX_RANGES);
  return bodies.map((e) => (e.attr("start") === undefined && e.attr("end") === undefined ? all : readRange(e)));
}

function readRange(e: Element): FallbackRange {
  const [start, end] = [e.attr("start"), e.attr("end")].map((text) =>
    /^\d{1,9}$/.test(text ?? "") ? Number(text) : -1,
  );
  return start === undefined || end === undefined || start < 0 ? { start: 0, end: 0 } : { start, end };
}
