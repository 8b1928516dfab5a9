import { checkName, endOfName, endOfSpace } from "./characters.ts";
import { knownWord } from "./interned.ts";
import type { ScannerLimits } from "./limits.ts";
import { decodeValue } from "./references.ts";
import { XmlError } from "./xml-error.ts";

/** The text ended before the tag did. */
export const INCOMPLETE = -1;

/** A start tag as written, before namespaces are resolved. One object serves all tags of a scanner. */
export interface StartTag {
  name: string;
  /** Flat: name, value … without namespace declarations. */
  attributes: string[] | undefined;
  /** Flat: "xmlns" or "xmlns:prefix", namespace name … */
  declarations: string[] | undefined;
  hasPrefixedAttributes: boolean;
  /** How many attributes and declarations there are. */
  count: number;
  /** Whether it ended with "/>". */
  isEmpty: boolean;
}

export function newStartTag(): StartTag {
  return {
    name: "",
    attributes: undefined,
    declarations: undefined,
    hasPrefixedAttributes: false,
    count: 0,
    isEmpty: false,
  };
}

/** Keeps nothing of what was read. */
export function clearStartTag(tag: StartTag): void {
  tag.name = "";
  tag.attributes = undefined;
  tag.declarations = undefined;
  tag.hasPrefixedAttributes = false;
  tag.count = 0;
}

/** Reads the tag whose `<` is at `at` into `tag`; gives the position behind it, or INCOMPLETE. */
export function readStartTag(text: string, at: number, tag: StartTag, limits: ScannerLimits): number {
  let i = endOfName(text, at + 1);
  if (i === text.length) return tooLong(i - at, limits);
  clearStartTag(tag);
  tag.name = nameBetween(text, at + 1, i, limits);
  for (;;) {
    const afterSpace = endOfSpace(text, i);
    if (afterSpace === text.length) return INCOMPLETE;
    const c = text.charCodeAt(afterSpace);
    if (c === GREATER || c === SLASH) return endOfTag(text, afterSpace, c, tag);
    if (afterSpace === i) throw new XmlError("not-well-formed", "no space before an attribute");
    i = readAttribute(text, afterSpace, tag, limits);
    if (i === INCOMPLETE) return INCOMPLETE;
  }
}

const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const APOSTROPHE = 0x27;
const QUOTE = 0x22;
const LETTER_X = 0x78;

function endOfTag(text: string, at: number, c: number, tag: StartTag): number {
  tag.isEmpty = c === SLASH;
  if (c === GREATER) return at + 1;
  if (at + 1 === text.length) return INCOMPLETE;
  if (text.charCodeAt(at + 1) !== GREATER) throw new XmlError("not-well-formed", "/ inside a tag");
  return at + 2;
}

function readAttribute(text: string, at: number, tag: StartTag, limits: ScannerLimits): number {
  const nameEnd = endOfName(text, at);
  if (nameEnd === text.length) return tooLong(nameEnd - at, limits);
  const equals = endOfSpace(text, nameEnd);
  if (equals === text.length) return INCOMPLETE;
  if (text.charCodeAt(equals) !== EQUALS) throw new XmlError("not-well-formed", "an attribute without a value");
  const open = endOfSpace(text, equals + 1);
  if (open === text.length) return INCOMPLETE;
  const quote = text.charCodeAt(open);
  if (quote !== APOSTROPHE && quote !== QUOTE)
    throw new XmlError("not-well-formed", "an attribute value without quotes");
  const close = text.indexOf(quote === APOSTROPHE ? "'" : '"', open + 1);
  if (close === -1) return INCOMPLETE;
  if (++tag.count > limits.maxAttributes) throw new XmlError("policy-violation", "too many attributes");
  const name = nameBetween(text, at, nameEnd, limits);
  const known = isDeclaration(name) ? knownWord(text, open + 1, close) : undefined;
  add(tag, name, known ?? decodeValue(text.slice(open + 1, close)));
  return close + 1;
}

function add(tag: StartTag, name: string, value: string): void {
  if (isDeclaration(name)) {
    if (tag.declarations === undefined) tag.declarations = [name, value];
    else addTo(tag.declarations, name, value);
    return;
  }
  if (name.includes(":")) tag.hasPrefixedAttributes = true;
  if (tag.attributes === undefined) tag.attributes = [name, value];
  else addTo(tag.attributes, name, value);
}

function isDeclaration(name: string): boolean {
  return name.charCodeAt(0) === LETTER_X && (name === "xmlns" || name.startsWith("xmlns:"));
}

function addTo(list: string[], name: string, value: string): void {
  for (let i = 0; i < list.length; i += 2) {
    if (list[i] === name) throw new XmlError("not-well-formed", "an attribute given twice");
  }
  list.push(name, value);
}

function nameBetween(text: string, from: number, to: number, limits: ScannerLimits): string {
  if (to - from > limits.maxNameLength) throw new XmlError("policy-violation", "a name too long");
  const known = knownWord(text, from, to);
  if (known !== undefined) return known;
  const name = text.slice(from, to);
  checkName(name);
  return name;
}

function tooLong(length: number, limits: ScannerLimits): number {
  if (length > limits.maxNameLength + 1) throw new XmlError("policy-violation", "a name too long");
  return INCOMPLETE;
}
