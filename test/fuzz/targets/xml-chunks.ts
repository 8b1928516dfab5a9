import { NS } from "@yonder/protocol";
import { eventsOf } from "../events.ts";
import { cuts, mutatedText, soup } from "../generator.ts";
import type { Random } from "../random.ts";
import { mustEqual, type Target } from "../target.ts";

const HEADER = `<?xml version='1.0'?><stream:stream to='example.com' version='1.0' xmlns='${NS.client}' xmlns:stream='${NS.stream}'>`;
const STANZAS = [
  "<message to='a@b' id='1'><body>Hi &amp; bye</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
  "<iq type='get' id=\"2\"><p:query xmlns:p='urn:p' p:a='&#x41;' b=''/></iq>",
  "<presence><show>away</show><c xmlns='http://jabber.org/protocol/caps' ver='x'/></presence >",
  "<message><body><![CDATA[ <&]]>]]&gt;é𝒳\r\n</body></message>",
  " \n",
  "<r xmlns='urn:xmpp:sm:3'/>",
  "</stream:stream>",
];
/** As small as attackers meet them, and as they are. */
const LIMITS = {
  maxStanzaBytes: 200,
  maxDepth: 4,
  maxAttributes: 4,
  maxElements: 8,
  maxNameLength: 16,
  maxPrefixes: 8,
};

interface Case {
  readonly chunks: readonly string[];
  readonly isNarrow: boolean;
}

/** In whatever chunks a stream comes, the scanner tells the same of it; only how early it sees that something is wrong differs. */
export const xmlChunks: Target<Case> = {
  name: "xml-chunks",
  make: (random) => ({ chunks: [...cuts(stream(random), random)], isNarrow: random.chance(0.2) }),
  check({ chunks, isNarrow }) {
    const limits = isNarrow ? LIMITS : {};
    const [many, one] = [eventsOf(chunks, limits), eventsOf([chunks.join("")], limits)];
    const most = many.isRefused || one.isRefused ? Math.min(many.events.length, one.events.length) : undefined;
    mustEqual(many.events.slice(0, most), one.events.slice(0, most), "chunks make a difference");
  },
};

function stream(random: Random): string {
  const stanzas = random.some(1, 4, () => (random.chance(0.85) ? random.pick(STANZAS) : soup(random, 10)));
  const text = HEADER + stanzas.join("");
  return random.chance(0.9) ? HEADER + mutatedText(stanzas.join(""), random) : mutatedText(text, random);
}
