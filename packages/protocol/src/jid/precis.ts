import { keepsBidiRule } from "./bidi-rule.ts";
import { CONTEXTUAL, keepsContextRules } from "./context-rules.ts";
import { prepareDomain } from "./domain.ts";
import { JidError } from "./jid-error.ts";
import { mapWidth, type Preparation } from "./preparation.ts";
import { decodePunycode } from "./punycode.ts";

// The tables behind all this are the engine's: Unicode property escapes, normalisation and case mapping, of the Unicode version
// it was built with. Only what has no property escape is listed.

// RFC 8264 §9.6: exceptions (RFC 5892 §2.6) that are valid, and that are not
const VALID_EXCEPTIONS = "\\xdf\\u03c2\\u06fd\\u06fe\\u0f0b\\u3007";
const DISALLOWED_EXCEPTIONS = "\\u0640\\u07fa\\u302e\\u302f\\u3031-\\u3035\\u303b";
// RFC 8264 §9.9: conjoining Hangul Jamo (Hangul_Syllable_Type L, V, T)
const OLD_HANGUL_JAMO = "\\u1100-\\u11ff\\ua960-\\ua97c\\ud7b0-\\ud7c6\\ud7cb-\\ud7fb";
// §9.13
const IGNORABLE = "\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}";
const LETTERS_AND_DIGITS = "\\p{Ll}\\p{Lu}\\p{Lo}\\p{Nd}\\p{Lm}\\p{Mn}\\p{Mc}";

const DISALLOWED = new RegExp(
  `[${DISALLOWED_EXCEPTIONS}${OLD_HANGUL_JAMO}${IGNORABLE}\\p{Cc}\\p{Cn}\\p{Cs}\\p{Co}\\p{Cf}\\p{Zl}\\p{Zp}]`,
  "u",
);
const CONTEXTUAL_CHARACTER = new RegExp(`[${CONTEXTUAL}]`, "gu");
const VALID_EXCEPTION = new RegExp(`[${VALID_EXCEPTIONS}]`, "gu");
/** RFC 8264 §4.2: a class for identifiers. */
const IDENTIFIER = new RegExp(`^[\\x21-\\x7e${LETTERS_AND_DIGITS}]*$`, "u");
/** RFC 7622 §3.3.1 */
const NOT_IN_LOCAL = /["&'/:<>@]/;
/** RFC 5890: letters, digits and hyphens, in U-labels those of IDNA2008 (RFC 5892 §3). */
const LABEL = /^[-a-z0-9\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]*$/u;

/** Addresses as RFC 7622 prepares them. */
export const strictPreparation: Preparation = {
  local: prepareLocal,
  domain: (text) => prepareDomain(text, prepareLabel),
  resource: prepareOpaque,
};

/** UsernameCaseMapped (RFC 8265 §3.3). */
function prepareLocal(text: string): string {
  const wide = mapWidth(text);
  const prepared = mapCase(wide);
  // Characters are judged as given, then as mapped; what a second preparation would change is no localpart
  if (!isIdentifier(wide) || !isIdentifier(prepared) || NOT_IN_LOCAL.test(prepared) || mapCase(prepared) !== prepared) {
    throw new JidError("a character that a localpart cannot have");
  }
  if (!keepsBidiRule(prepared)) throw new JidError("right-to-left text out of order");
  return prepared;
}

function mapCase(text: string): string {
  return text.toLowerCase().normalize("NFC");
}

/** OpaqueString (RFC 8265 §4.2). */
function prepareOpaque(text: string): string {
  const prepared = text.replace(/\p{Zs}/gu, " ").normalize("NFC");
  const rest = withoutSpecial(prepared);
  if (DISALLOWED.test(rest) || !keepsContextRules(prepared))
    throw new JidError("a character that a resource cannot have");
  return prepared;
}

/** A label of a domain as a U-label (RFC 7622 §3.2, RFC 5891 §5.4). */
function prepareLabel(label: string): string {
  const mapped = mapWidth(label).toLowerCase().normalize("NFC");
  if (/^[a-z0-9-]*$/.test(mapped) && !mapped.startsWith("xn--")) return mapped;
  const decoded = mapped.startsWith("xn--") ? decodePunycode(mapped.slice(4)) : mapped;
  const isPlain = /^[\0-\x7f]*$/.test(decoded);
  if (isPlain || decoded !== decoded.toLowerCase().normalize("NFC") || !isLabel(decoded))
    throw new JidError("not a domain name");
  return decoded;
}

function isLabel(label: string): boolean {
  const isMarked = /^\p{M}/u.test(label) || label.slice(2, 4) === "--";
  const rest = withoutSpecial(label);
  return (
    !isMarked &&
    LABEL.test(rest) &&
    !DISALLOWED.test(rest) &&
    !hasCompatibility(rest) &&
    keepsContextRules(label) &&
    keepsBidiRule(label)
  );
}

function isIdentifier(text: string): boolean {
  const rest = withoutSpecial(text);
  return IDENTIFIER.test(rest) && !DISALLOWED.test(rest) && !hasCompatibility(rest) && keepsContextRules(text);
}

/** With a letter in place of each character that has a rule of its own: left out, it could make one of two halves of a surrogate pair. */
function withoutSpecial(text: string): string {
  return text.replace(VALID_EXCEPTION, "x").replace(CONTEXTUAL_CHARACTER, "x");
}

/** RFC 8264 §9.17: characters that compatibility normalisation would change. */
function hasCompatibility(text: string): boolean {
  return Array.from(text).some((c) => c.normalize("NFKC") !== c);
}
