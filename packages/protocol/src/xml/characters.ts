import { XmlError } from "./xml-error.ts";

// XML 1.0 §2.2 [2] Char: with the flag u a surrogate pair counts as the one character it stands for
const ILLEGAL = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

// XML 1.0 §2.3 [4] NameStartChar and [4a] NameChar, without the colon (Namespaces in XML §3 [4] NCName)
const START =
  "A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef" +
  "\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}";
const NC_NAME = `[${START}][${START}\\-.0-9\\xb7\\u0300-\\u036f\\u203f\\u2040]*`;
const QNAME = new RegExp(`^(?:${NC_NAME}:)?${NC_NAME}$`, "u");

/** 1 for the ASCII characters of a qualified name. */
const IN_NAME = new Uint8Array(128);
for (const c of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:") IN_NAME[c.charCodeAt(0)] = 1;
const PLAIN_NAME = /^[A-Za-z_][\w.-]*$/;

/** Refuses text with characters that XML cannot carry, lone surrogates among them. */
export function checkCharacters(text: string): void {
  if (ILLEGAL.test(text)) throw new XmlError("not-well-formed", "a character that XML does not allow");
}

/** Where a qualified name that starts at `from` ends. */
export function endOfName(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128 ? IN_NAME[c] === 0 : c === 0xd7 || c === 0xf7) break;
  }
  return i;
}

/** Refuses what is not a qualified name. */
export function checkName(name: string): void {
  if (!PLAIN_NAME.test(name) && !QNAME.test(name)) throw new XmlError("not-well-formed", "not a name");
}

/** Where white space that starts at `from` ends. */
export function endOfSpace(text: string, from: number): number {
  let i = from;
  while (isSpace(text.charCodeAt(i))) i++;
  return i;
}

function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
}

export function isHighSurrogate(c: number): boolean {
  return (c & 0xfc00) === 0xd800;
}

/** Bytes of `text` between two positions when written as UTF-8. */
export function utf8Length(text: string, from: number, to: number): number {
  let bytes = to - from;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    // a surrogate is half of a character of four bytes
    if (c >= 0x80) bytes += c < 0x800 || (c & 0xf800) === 0xd800 ? 1 : 2;
  }
  return bytes;
}
