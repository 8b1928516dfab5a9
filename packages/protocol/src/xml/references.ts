import { XmlError } from "./xml-error.ts";

// RFC 6120 §11.1: the predefined entities and character references only
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["apos", "'"],
  ["quot", '"'],
]);
const NEEDS_WORK_IN_TEXT = /[&\r\]]/;
const NEEDS_WORK_IN_VALUE = /[&<\t\n\r]/;
const REFERENCE = /&([^;&]*)(;?)/g;
const CODE_POINT = /^#(?:x([\da-f]+)|(\d+))$/i;

/** Character data as it is meant: line ends and references resolved. */
export function decodeText(raw: string): string {
  if (!NEEDS_WORK_IN_TEXT.test(raw)) return raw;
  if (raw.includes("]]>")) throw new XmlError("not-well-formed", "]]> in text");
  return resolve(unifyLineEnds(raw));
}

/** The content of a CDATA section as it is meant. */
export function unifyLineEnds(raw: string): string {
  return raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
}

/** An attribute value as it is meant: white space normalised (XML 1.0 §3.3.3), references resolved. */
export function decodeValue(raw: string): string {
  if (!NEEDS_WORK_IN_VALUE.test(raw)) return raw;
  if (raw.includes("<")) throw new XmlError("not-well-formed", "< in an attribute value");
  return resolve(raw.replace(/\r\n|[\t\n\r]/g, " "));
}

function resolve(text: string): string {
  return text.includes("&") ? text.replace(REFERENCE, character) : text;
}

function character(_: string, name: string, semicolon: string): string {
  if (semicolon === "") throw new XmlError("not-well-formed", "& without a reference");
  const known = PREDEFINED.get(name);
  if (known !== undefined) return known;
  const digits = CODE_POINT.exec(name);
  if (digits !== null) return fromCodePoint(digits);
  // RFC 6120 §4.9.3.18: any other entity reference is restricted XML; what is not even a name is not XML
  throw new XmlError(
    /^[\w:.-]+$/.test(name) && name[0] !== "#" ? "restricted-xml" : "not-well-formed",
    "an entity reference",
  );
}

function fromCodePoint(digits: RegExpExecArray): string {
  const code = digits[1] === undefined ? Number.parseInt(digits[2] ?? "", 10) : Number.parseInt(digits[1], 16);
  if (!isLegal(code)) throw new XmlError("not-well-formed", "a reference to a character that XML does not allow");
  return String.fromCodePoint(code);
}

function isLegal(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
