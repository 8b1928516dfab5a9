import { NS } from "../ns.ts";
import { Element } from "./element.ts";

/** Closes a stream over TCP. */
export const STREAM_END = "</stream:stream>";

/**
 * The element as text. `contextNs` is the default namespace where it will stand inside a stream: a declaration equal to it
 * is omitted, and the prefix "stream:" is taken as declared. Without `contextNs` the text stands on its own.
 */
export function serialize(e: Element, contextNs?: string): string {
  const known = Element.serializedOf(e);
  if (known?.full !== undefined && known.context === contextNs) return known.full;
  if (isPrefixed(e)) {
    const full = prefixedElement(e, contextNs ?? "", contextNs !== undefined);
    // What is between its tags depends on what is around them.
    Element.remember(e, { inner: "", covered: 0, full, context: contextNs });
    return full;
  }
  const inner = innerText(e, e.ns, false);
  const full = wrap(openTag(e, contextNs ?? ""), e.name, inner);
  Element.remember(e, { inner, covered: e.children.length, full, context: contextNs });
  return full;
}

/** The start of a stream over TCP (RFC 6120 §4.7), with its XML declaration. */
export function streamHeader(
  attrs: Readonly<Record<string, string | undefined>>,
  contentNs: string = NS.client,
): string {
  let text = `<?xml version='1.0'?><stream:stream xmlns='${contentNs}' xmlns:stream='${NS.stream}'`;
  for (const [name, value] of Object.entries(attrs)) if (value !== undefined) text += ` ${name}='${escapeAttr(value)}'`;
  return `${text}>`;
}

/** Text made safe between tags. Characters that XML cannot carry become U+FFFD. */
export function escapeText(s: string): string {
  return SPECIAL_IN_TEXT.test(s) ? escapeWith(s, /[&<>\r]/g) : s;
}

/** Text made safe in an attribute value, in quotes of either kind. */
export function escapeAttr(s: string): string {
  return SPECIAL_IN_ATTRIBUTE.test(s) ? escapeWith(s, /[&<>'"\t\n\r]/g) : s;
}

const SPECIAL_IN_TEXT = /[&<>\r\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/;
const SPECIAL_IN_ATTRIBUTE = /[&<>'"\0-\x1f\ud800-\udfff\ufffe\uffff]/;
// XML 1.0 §2.2; with the flag u, surrogate pairs count as the character they stand for
const NOT_A_CHARACTER = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const REFERENCES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["'", "&apos;"],
  ['"', "&quot;"],
  ["\t", "&#9;"],
  ["\n", "&#10;"],
  ["\r", "&#13;"],
]);

function escapeWith(s: string, special: RegExp): string {
  return s.replace(NOT_A_CHARACTER, "\ufffd").replace(special, (c) => REFERENCES.get(c) ?? c);
}

/** What stands in these namespaces has a prefix; all else has its namespace as the default one. */
function isPrefixed(e: Element): boolean {
  return e.ns === NS.stream || e.ns === NS.xml;
}

/** `hasStream`: whether the prefix "stream:" is declared where the element will stand. */
function prefixedElement(e: Element, defaultNs: string, hasStream: boolean): string {
  const isStream = e.ns === NS.stream;
  const tagName = `${isStream ? "stream" : "xml"}:${e.name}`;
  const declaration = isStream && !hasStream ? ` xmlns:stream='${NS.stream}'` : "";
  const start = `<${tagName}${declaration}${attributesText(e)}`;
  return wrap(start, tagName, innerText(e, defaultNs, isStream || hasStream));
}

function nested(e: Element, defaultNs: string, hasStream: boolean): string {
  if (isPrefixed(e)) return prefixedElement(e, defaultNs, hasStream);
  return wrap(openTag(e, defaultNs), e.name, innerText(e, e.ns, hasStream));
}

function innerText(e: Element, defaultNs: string, hasStream: boolean): string {
  const known = defaultNs === e.ns ? Element.serializedOf(e) : undefined;
  if (known !== undefined && known.covered === e.children.length) return known.inner;
  let text = known?.inner ?? "";
  for (let i = known?.covered ?? 0; i < e.children.length; i++) {
    const c = e.children[i] as Element | string;
    text += typeof c === "string" ? escapeText(c) : nested(c, defaultNs, hasStream);
  }
  return text;
}

function wrap(start: string, tagName: string, inner: string): string {
  return inner === "" ? `${start}/>` : `${start}>${inner}</${tagName}>`;
}

function openTag(e: Element, defaultNs: string): string {
  const declaration = e.ns === defaultNs ? "" : ` xmlns='${escapeAttr(e.ns)}'`;
  return `<${e.name}${declaration}${attributesText(e)}`;
}

function attributesText(e: Element): string {
  const attributes = e.attributes;
  let text = "";
  for (let i = 0; i < attributes.length; i += 2) {
    const name = attributes[i] as string;
    const value = escapeAttr(attributes[i + 1] as string);
    text += name.charCodeAt(0) === 0x7b ? prefixed(name, value, i) : ` ${name}='${value}'`;
  }
  return text;
}

/** An attribute "{namespace}local", with a prefix of its own declared beside it. */
function prefixed(name: string, value: string, i: number): string {
  const end = name.lastIndexOf("}");
  const ns = name.slice(1, end);
  if (ns === NS.xml) return ` xml:${name.slice(end + 1)}='${value}'`;
  return ` xmlns:a${i}='${escapeAttr(ns)}' a${i}:${name.slice(end + 1)}='${value}'`;
}
