import { NS } from "../ns.ts";
import { type Attrs, type Element, xml } from "../xml/element.ts";
import { parseCount } from "./numbers.ts";

/** XEP-0198: the elements of stream management. `h` counts stanzas handled, modulo 2^32. */
export const sm = {
  enable: (options: { resume?: boolean; max?: number } = {}) => element("enable", flags(options)),
  enabled: (options: { resume?: boolean; id?: string; max?: number; location?: string } = {}) =>
    element("enabled", { id: options.id, location: options.location, ...flags(options) }),
  request: () => element("r"),
  ack: (h: number) => element("a", { h: h.toString() }),
  resume: (previd: string, h: number) => element("resume", { previd, h: h.toString() }),
  resumed: (previd: string, h: number) => element("resumed", { previd, h: h.toString() }),
} as const;

/** The `h` of `<a/>`, `<resume/>`, `<resumed/>` or `<failed/>`; `undefined` if it is none. */
export function handledCount(e: Element): number | undefined {
  return parseCount(e.attr("h"), 2 ** 32 - 1);
}

/** How many stanzas `h` acknowledges beyond `before`, both modulo 2^32 (XEP-0198 §4). */
export function newlyHandled(h: number, before: number): number {
  return (h - before) >>> 0;
}

function element(name: string, attrs?: Attrs): Element {
  return xml(name, NS.sm, attrs);
}

function flags({ resume, max }: { resume?: boolean; max?: number }): Attrs {
  return { resume: resume === true ? "true" : undefined, max: max?.toString() };
}
