import type { Element } from "./element.ts";
import type { ScannerLimits } from "./limits.ts";
import { type ScannerHandlers, StreamScanner } from "./scanner.ts";
import { serialize } from "./serializer.ts";
import { XmlError } from "./xml-error.ts";

/** Reads exactly one element with nothing but white space around it; `contextNs` is the default namespace where it stands. */
export function parseElement(text: string, limits?: Partial<ScannerLimits>, contextNs = ""): Element {
  return elementParser(limits, contextNs)(text);
}

/** As `parseElement`, for many: what is needed to read one is made once. */
export function elementParser(limits?: Partial<ScannerLimits>, contextNs = ""): (text: string) => Element {
  let found: Element | undefined;
  const handlers: ScannerHandlers = { onStreamStart: ignore, onElement: (e) => (found = e), onStreamEnd: ignore };
  const scanner = new StreamScanner(handlers, limits, { stanzaDepth: 0, contextNs });
  return (text) => {
    found = undefined;
    scanner.reset();
    scanner.write(text);
    const element = found as Element | undefined;
    found = undefined;
    if (element === undefined || !scanner.hasEnded) throw new XmlError("not-well-formed", "no whole element");
    return element;
  };
}

/** A copy that keeps nothing of the chunk it was cut from: for elements that are kept long. */
export function detached(e: Element): Element {
  return parseElement(`${serialize(e)} `, UNLIMITED);
}

/** For text that we wrote ourselves. */
export const UNLIMITED: ScannerLimits = {
  maxStanzaBytes: Number.POSITIVE_INFINITY,
  maxDepth: Number.POSITIVE_INFINITY,
  maxAttributes: Number.POSITIVE_INFINITY,
  maxElements: Number.POSITIVE_INFINITY,
  maxNameLength: Number.POSITIVE_INFINITY,
  maxPrefixes: Number.POSITIVE_INFINITY,
};

function ignore(): void {}
