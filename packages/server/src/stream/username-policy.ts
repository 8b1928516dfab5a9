import { Jid, JidError, StanzaError } from "@yonder/protocol";

const MAX_LENGTH = 64;
/** RFC 2142 and names that speak for the server. */
const RESERVED = new Set(
  (
    "abuse admin administrator anonymous daemon help hostmaster info mail news noc noreply nobody operator owner postmaster " +
    "root security server service support sysadmin sysop system webmaster www xmpp yonder"
  ).split(" "),
);
/** Scripts that are written together in one name; letters of any other mixture are there to look like something else. */
const MIXTURES = [
  /^\p{Script=Latin}*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}]*$/u,
];
const SCRIPTS = [
  "Cyrillic",
  "Greek",
  "Arabic",
  "Hebrew",
  "Armenian",
  "Georgian",
  "Thai",
  "Devanagari",
  "Bengali",
  "Tamil",
  "Ethiopic",
].map((script) => new RegExp(`^\\p{Script=${script}}*$`, "u"));
/** Cyrillic and Greek letters that look like Latin ones: a name of nothing else passes for a Latin name. */
const ONLY_LOOK_ALIKES = /^[асԁеһіјӏорԛѕԝхуүαονρυ]+$/u;
/** Letters of phoneticians, and small capitals, that pass for the common Latin ones: no language's spelling needs them. */
const LATIN_LOOK_ALIKES = /[ɑɡɩɪʙɢʜʟɴʀʏ\u{1d00}-\u{1d2b}\u{a730}\u{a731}]/u;

/**
 * The localpart for a name that somebody wants; throws `StanzaError` not-acceptable for names that are too long, reserved
 * (`mayBeReserved` lets those through), or made to be taken for another.
 */
export function acceptableUsername(wanted: string, domain: string, mayBeReserved: boolean): string {
  const username = prepared(wanted, domain);
  if ([...username].length > MAX_LENGTH) throw refused("That name is too long.");
  if (!mayBeReserved && RESERVED.has(username)) throw refused("That name is reserved.");
  const letters = username.replace(/[^\p{L}]/gu, "");
  if (!/[\p{L}\p{N}]/u.test(username)) throw refused("A name needs a letter or a digit.");
  if (ONLY_LOOK_ALIKES.test(letters) || LATIN_LOOK_ALIKES.test(letters)) throw refused("That name looks like another.");
  if (![...MIXTURES, ...SCRIPTS].some((script) => script.test(letters)))
    throw refused("That name mixes letters of several scripts.");
  return username;
}

function prepared(wanted: string, domain: string): string {
  try {
    return Jid.of(wanted, domain).local ?? "";
  } catch (error) {
    if (error instanceof JidError) throw refused("That name has characters that an address cannot have.");
    throw error;
  }
}

function refused(text: string): StanzaError {
  return new StanzaError("not-acceptable", text);
}
