import { BindingError } from "../../../packages/server/src/transport/bosh/binding-error.ts";
import { BodyReader } from "../../../packages/server/src/transport/bosh/body-reader.ts";
import { treeOf } from "../events.ts";
import { mutatedText } from "../generator.ts";
import { must, mustEqual, type Target } from "../target.ts";

const BODIES = [
  "<body rid='1573741820' xmlns='http://jabber.org/protocol/httpbind' to='example.com' xml:lang='en' wait='60' hold='1' ver='1.6' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>",
  "<body rid='2' sid='s' xmlns='http://jabber.org/protocol/httpbind'><message xmlns='jabber:client' to='a@b'><body>é</body></message><presence xmlns='jabber:client'/></body>",
  "<body rid='3' sid='s' xmlns='http://jabber.org/protocol/httpbind' type='terminate'><iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq></body>",
];
const LIMITS = { maxBytes: 400, maxStanzaBytes: 200 };

interface Case {
  readonly body: string;
  readonly cut: readonly number[];
}

/** A body is read alike in whatever pieces it comes, or refused in the binding's words. */
export const boshBodies: Target<Case> = {
  name: "bosh-bodies",
  make(random) {
    const body = mutatedText(random.pick(BODIES), random);
    return { body, cut: random.some(0, 6, () => random.below(body.length + 1)).toSorted((a, b) => a - b) };
  },
  check({ body, cut }) {
    const whole = Buffer.from(body);
    const edges = [0, ...cut, whole.length];
    const pieces = edges.slice(1).map((edge, i) => whole.subarray(edges[i], edge));
    const [read, once] = [outcomeOf(pieces), outcomeOf([whole])];
    // Which of two wrongs is met first depends on how much has come.
    if (read !== "refused" || once !== "refused") mustEqual(read, once, "pieces make a difference");
  },
};

function outcomeOf(pieces: readonly Buffer[]): unknown {
  const reader = new BodyReader({ limits: LIMITS, maxDepth: 8, admit: () => LIMITS });
  try {
    for (const piece of pieces) reader.write(piece);
    const { header, rid, payloads } = reader.end();
    must(Number.isSafeInteger(rid) && rid > 0, "not a request id", rid);
    return [treeOf(header), rid, payloads.map(treeOf)];
  } catch (error) {
    if (error instanceof BindingError) return "refused";
    throw error;
  }
}
