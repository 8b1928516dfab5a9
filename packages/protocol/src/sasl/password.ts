import { SaslError } from "./sasl-error.ts";

// RFC 3454 B.1 as Unicode knows it today: what is invisible is left out
const LEFT_OUT = /\p{Variation_Selector}|\u034f|[\xad\u1806\u200b-\u200d\u2060\ufeff]/gu;
const SPACE = /\p{Zs}/gu;
const PROHIBITED =
  /\u0340|\u0341|[\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\u200e\u200f\u202a-\u202e\u206a-\u206f\ufff9-\ufffd\u2ff0-\u2ffb\u{e0001}\u{e0020}-\u{e007f}]/u;
const PLAIN = /^[\x20-\x7e]+$/;

/**
 * A password as SCRAM hashes it: SASLprep (RFC 4013), which RFC 5802 names and other XMPP software applies. Characters newer
 * than its Unicode 3.2 pass. Throws SaslError not-authorized for an empty password or control characters.
 */
export function preparePassword(password: string): string {
  if (PLAIN.test(password)) return password;
  const prepared = password.replace(SPACE, " ").replace(LEFT_OUT, "").normalize("NFKC");
  if (prepared === "" || PROHIBITED.test(prepared))
    throw new SaslError("not-authorized", "a character that a password cannot have");
  return prepared;
}
