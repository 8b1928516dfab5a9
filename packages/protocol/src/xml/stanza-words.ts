import { NS } from "../ns.ts";
import { learnWords } from "./interned.ts";

/** Names that stanzas are made of: a server reads them all day, a page does without. */
const WORDS =
  "message presence iq body subject thread show status priority error text query item group identity feature id from to type xml:lang lang " +
  "version xmlns xmlns:stream stream:stream stream:features stream:error jid name subscription ask approved ver node hash code by stamp var " +
  "field value x c r a h resume resumed enable enabled failed max location previd active composing paused inactive gone received sent " +
  "displayed markable request origin-id stanza-id delay forwarded result fin set first last before after count index complete queryid " +
  "no-store no-copy no-permanent-store store ping bind session resource auth challenge response success mechanism mechanisms abort starttls " +
  "proceed required open close outcome state sessions disable private pubsub event publish photo nick replace addresses address desc";

learnWords([...WORDS.split(" "), ...Object.values(NS)]);
