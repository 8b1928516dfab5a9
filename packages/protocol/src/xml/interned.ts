import { NS } from "../ns.ts";

/**
 * Names that stanzas are made of. Where scanned text holds one of them, the string here is taken instead of a new one: nothing
 * is copied, it compares faster, and an element that is kept does not keep the text it was cut from.
 */
const WORDS =
  "message presence iq body subject thread show status priority error text query item group identity feature id from to type xml:lang lang " +
  "version xmlns xmlns:stream stream:stream stream:features stream:error jid name subscription ask approved ver node hash code by stamp var " +
  "field value x c r a h resume resumed enable enabled failed max location previd active composing paused inactive gone received sent " +
  "displayed markable request origin-id stanza-id delay forwarded result fin set first last before after count index complete queryid " +
  "no-store no-copy no-permanent-store store ping bind session resource auth challenge response success mechanism mechanisms abort starttls " +
  "proceed required open close outcome state sessions disable private pubsub event publish photo nick replace addresses address desc";

/** Those that stand in many stanzas; not all that there are, since a page carries each that is named here. */
const NAMESPACES = [
  ...[
    NS.client,
    NS.stream,
    NS.streams,
    NS.stanzas,
    NS.framing,
    NS.bosh,
    NS.xbosh,
    NS.bind,
    NS.session,
    NS.sasl,
    NS.sasl2,
    NS.bind2,
  ],
  ...[
    NS.fast,
    NS.sm,
    NS.csi,
    NS.roster,
    NS.ping,
    NS.discoInfo,
    NS.caps,
    NS.dataForms,
    NS.rsm,
    NS.delay,
    NS.sid,
    NS.hints,
    NS.carbons,
  ],
  ...[
    NS.forward,
    NS.mam,
    NS.receipts,
    NS.chatStates,
    NS.markers,
    NS.reactions,
    NS.reply,
    NS.fallback,
    NS.pubsub,
    NS.pubsubEvent,
  ],
  ...[NS.muc, NS.mucUser, NS.occupantId, NS.outcome, NS.nick, NS.vcardUpdate],
];

const SLOTS = 1024;
const TABLE: readonly (readonly string[] | undefined)[] = makeTable([...WORDS.split(" "), ...NAMESPACES]);

/** The known word that stands in `text` between two positions. */
export function knownWord(text: string, from: number, to: number): string | undefined {
  const words = TABLE[slotOf(text, from, to)];
  if (words === undefined) return undefined;
  for (const word of words) if (word.length === to - from && text.startsWith(word, from)) return word;
  return undefined;
}

function makeTable(words: readonly string[]): (string[] | undefined)[] {
  const table = new Array<string[] | undefined>(SLOTS).fill(undefined);
  for (const word of new Set(words)) {
    const slot = slotOf(word, 0, word.length);
    table[slot] = [...(table[slot] ?? []), word];
  }
  return table;
}

/** By length, first and last but one character: cheap, and nearly all words have a slot of their own. */
function slotOf(text: string, from: number, to: number): number {
  return (
    ((to - from) * 37 + text.charCodeAt(from) * 101 + text.charCodeAt(to - 2) * 7 + text.charCodeAt(to - 1) * 29) &
    (SLOTS - 1)
  );
}
