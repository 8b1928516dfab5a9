import { StanzaError } from "../errors.ts";
import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { parseCount } from "./numbers.ts";

/** Which page of a result set is asked for (XEP-0059). */
export interface RsmRequest {
  readonly max?: number | undefined;
  readonly after?: string | undefined;
  /** Empty: the last page. */
  readonly before?: string | undefined;
  readonly index?: number | undefined;
}

/** Which page of a result set was given. */
export interface RsmResult {
  readonly first?: string | undefined;
  /** Where `first` stands in the whole set. */
  readonly index?: number | undefined;
  readonly last?: string | undefined;
  readonly count?: number | undefined;
}

export function rsmRequest({ max, after, before, index }: RsmRequest): Element {
  return xml("set", NS.rsm, null, text("max", max), text("after", after), text("before", before), text("index", index));
}

export function rsmResult({ first, index, last, count }: RsmResult): Element {
  const firstElement = first === undefined ? undefined : xml("first", NS.rsm, { index: index?.toString() }, first);
  return xml("set", NS.rsm, null, firstElement, text("last", last), text("count", count));
}

/** The page that `query` asks for; `undefined` if it asks for none. Throws StanzaError bad-request for a number that is none. */
export function rsmRequestIn(query: Element): RsmRequest | undefined {
  const set = query.child("set", NS.rsm);
  if (set === undefined) return undefined;
  return {
    max: count(set.childText("max")),
    after: set.childText("after"),
    before: set.childText("before"),
    index: count(set.childText("index")),
  };
}

/** The page that an answer holds. */
export function rsmResultIn(answer: Element): RsmResult | undefined {
  const set = answer.child("set", NS.rsm);
  if (set === undefined) return undefined;
  const first = set.child("first");
  return {
    first: first?.text,
    index: parseCount(first?.attr("index")),
    last: set.childText("last"),
    count: parseCount(set.childText("count")),
  };
}

function text(name: string, value: string | number | undefined): Element | undefined {
  return value === undefined ? undefined : xml(name, NS.rsm, null, value.toString());
}

function count(value: string | undefined): number | undefined {
  const parsed = parseCount(value?.trim());
  if (parsed === undefined && value !== undefined)
    throw new StanzaError("bad-request", "Not a number in result set management");
  return parsed;
}
