import * as protocol from "@yonder/protocol";
import { type Element, StanzaError, serialize } from "@yonder/protocol";
import { elementOf } from "../events.ts";
import { mutatedElement } from "../generator.ts";
import { answers, stanzas } from "../stanzas.ts";
import { must, mustEqual, type Target } from "../target.ts";

const all = [...stanzas, ...answers];

const readers: readonly ((e: Element) => unknown)[] = [
  protocol.parseDiscoInfo,
  protocol.parseDiscoItems,
  protocol.parseRosterQuery,
  protocol.parseRosterEntry,
  protocol.parseMamQuery,
  protocol.parseMamFin,
  protocol.mamResultOf,
  protocol.rsmRequestIn,
  protocol.rsmResultIn,
  protocol.capsOf,
  (e) => protocol.carbonOf(e, "romeo@example.com"),
  protocol.chatStateOf,
  protocol.correctionOf,
  protocol.delayOf,
  (e) => protocol.withoutFallback(e, "urn:xmpp:reply:0", "jabber:x:oob"),
  protocol.fileSharingOf,
  protocol.outOfBandUrlOf,
  protocol.forwardedIn,
  protocol.linkMetadataOf,
  protocol.displayedUpTo,
  protocol.outcomeOf,
  protocol.reactionsOf,
  protocol.receiptOf,
  protocol.replyOf,
  protocol.retractionOf,
  protocol.originIdOf,
  (e) => protocol.stanzaIdOf(e, "romeo@example.com"),
  protocol.handledCount,
  StanzaError.from,
  (e) => protocol.verificationString(protocol.parseDiscoInfo(e)),
];

/** What reads extensions out of elements takes any element, and refuses in the standard's words. */
export const codecs: Target<string> = {
  name: "codecs",
  make: (random) => serialize(mutatedElement(random.pick(all), random, all)),
  check(text) {
    const root = elementOf(text);
    for (const e of root ? [root, ...root.elements()] : []) {
      for (const read of readers) attempt(read, e);
      form(e);
    }
  },
};

function attempt(read: (e: Element) => unknown, e: Element): void {
  try {
    read(e);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
  }
}

/** A form is read as what it is written again. */
function form(e: Element): void {
  const x = e.child("x", protocol.NS.dataForms) ?? e;
  const read = protocol.parseDataForm(x);
  must(read.fields.length <= x.children.length, "a form with too many fields");
  if (read.instructions?.includes("\n")) return;
  mustEqual(protocol.parseDataForm(protocol.dataForm(read)), read, "a form that is another when written");
}
