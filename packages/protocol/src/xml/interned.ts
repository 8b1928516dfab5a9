import { NS } from "../ns.ts";

/**
 * Names that stanzas are made of. Scanned text is replaced by the equal string here: it compares faster, and an element
 * that is kept does not keep the text it was cut from.
 */
const WORDS =
  "message presence iq body subject thread show status priority error text query item group items identity feature id from to type xml:lang lang " +
  "version xmlns xmlns:stream stream:stream stream:features stream:error jid name subscription ask ver node hash code by stamp var field value " +
  "x c r a h resume resumed enable enabled failed max location previd active composing paused inactive gone received sent displayed markable " +
  "request origin-id stanza-id delay forwarded result fin set first last before after count index complete queryid no-store no-copy no-permanent-store " +
  "store ping bind session resource jid auth challenge response success mechanism mechanisms abort starttls proceed required open close outcome state " +
  "sessions enabled disable private pubsub publish photo nick replace addresses address desc start end with form-type cancel submit form form options";
const KNOWN: ReadonlyMap<string, string> = new Map(
  [...WORDS.split(" "), ...Object.values(NS)].map((word) => [word, word]),
);

/** The one copy of a known word; of an unknown one the string itself, after `check`. */
export function intern(word: string, check?: (word: string) => void): string {
  const known = KNOWN.get(word);
  if (known !== undefined) return known;
  check?.(word);
  return word;
}
