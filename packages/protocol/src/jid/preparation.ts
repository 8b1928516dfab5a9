import { prepareDomain } from "./domain.ts";
import { JidError } from "./jid-error.ts";

/** Brings each part of an address into the one form in which addresses are compared; throws JidError. Parts are not empty. */
export interface Preparation {
  local(text: string): string;
  domain(text: string): string;
  resource(text: string): string;
}

let installed: Preparation | undefined;

/** Makes all addresses from now on be prepared this way; without it, `lightPreparation` is used. */
export function installPreparation(preparation: Preparation): void {
  installed = preparation;
}

export function preparation(): Preparation {
  return installed ?? lightPreparation;
}

const WIDE = /[\u3000\uff01-\uffee]/g;
// What PRECIS allows in no localpart: separators, symbols, controls, what is invisible or unassigned. What it allows in some
// places only is let pass: a light preparation never refuses what the whole one accepts.
const INVISIBLE = "(?![\\u200c\\u200d])\\p{Default_Ignorable_Code_Point}";
const LETTER = "\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}\\xb7\\u0375\\u05f3\\u05f4\\u06fd\\u06fe\\u0f0b\\u3007\\u30fb\\u200c\\u200d";
const NOT_IN_LOCAL = new RegExp(`["&'/:<>@]|[^${LETTER}\\x21-\\x7e]|${INVISIBLE}`, "u");
const NOT_IN_LABEL = new RegExp(`[^${LETTER}-]|${INVISIBLE}`, "u");
const NOT_IN_RESOURCE = new RegExp(`\\p{Cc}|\\p{Cs}|\\p{Cn}|${INVISIBLE}`, "u");

/**
 * Preparation without tables, for browsers: right for what people use and never looser about what separates the parts, yet it
 * leaves to the server what PRECIS (RFC 8264) says of context, direction and compatibility characters.
 */
export const lightPreparation: Preparation = {
  local: (text) => refuse(NOT_IN_LOCAL, mapWidth(text).toLowerCase().normalize("NFC")),
  domain: (text) =>
    prepareDomain(text, (label) => refuse(NOT_IN_LABEL, mapWidth(label).toLowerCase().normalize("NFC"))),
  resource: (text) => refuse(NOT_IN_RESOURCE, text.replace(/\p{Zs}/gu, " ").normalize("NFC")),
};

export function mapWidth(text: string): string {
  return text.replace(WIDE, (c) => c.normalize("NFKC"));
}

function refuse(pattern: RegExp, text: string): string {
  if (pattern.test(text)) throw new JidError("a character that an address cannot have");
  return text;
}
