import { NS, xml } from "@yonder/protocol";
import { decodeFrame, encodeFrame, type Frame, outcomeOf } from "../../../packages/server/src/relay/frame.ts";
import { pack, Unpacking } from "../../../packages/server/src/relay/packed-envelope.ts";
import { mutatedText, soup } from "../generator.ts";
import { must, type Target } from "../target.ts";

const stanza = xml("message", NS.client, { to: "bob@x", id: "é" }, xml("body", NS.client, null, "Hi"));
const { head, text } = pack({
  version: 1,
  to: "bob@x",
  deliveries: [{ kind: "deliver", resource: "phone" }],
  stanza,
  archiveId: 7,
  after: 0,
  reachedTo: { user: "alice@x", id: "1" },
});
const own = { v: 1, from: "n1", life: "Zk", seq: 17 };
const FRAMES: readonly string[] = [
  encodeFrame(
    { ...own, envelopes: [head, head], outcomes: [{ life: "8s", seq: 3, first: 1, codes: [1, -1, null] }] },
    text + text,
  ),
  encodeFrame({ ...own, refused: { life: "8s", seq: 4 } }, ""),
  encodeFrame({ ...own, question: "resume" }, '{"id":"x","accountId":1,"h":2}'),
  encodeFrame({ ...own, answer: { life: "8s", seq: 5, isAnswered: true } }, "answer"),
].map(String);
const PIECES = [
  ...'{}[]",:\n0123456789-.e',
  "null",
  "true",
  '"size"',
  '"to"',
  '"deliveries"',
  '"codes"',
  "1e400",
  "-1",
  "[]",
  "{}",
  "\u0000",
  '"kind"',
  "é",
  "</message>",
  "<body>",
];

/** Whatever comes over the relay is read as a frame or refused, envelope by envelope. */
export const envelopes: Target<string> = {
  name: "envelopes",
  make: (random) => (random.chance(0.95) ? mutatedText(random.pick(FRAMES), random, PIECES) : soup(random, 30, PIECES)),
  check(written) {
    const decoded = decodeFrame(Buffer.from(written));
    if (decoded) takeAll(decoded.frame, decoded.texts);
  },
};

function takeAll(frame: Frame, texts: Buffer): void {
  if (frame.v !== 1) return;
  const codes = (frame.outcomes ?? []).flatMap((part) => part.codes);
  for (const code of codes.filter((it) => it !== null)) outcomeOf(code);
  const unpacking = new Unpacking(frame.envelopes ?? [], texts);
  for (let index = 1; unpacking.hasMore; index++) {
    try {
      const { to, deliveries } = unpacking.next();
      must(
        typeof to === "string" && deliveries.every(({ resource }) => typeof resource === "string"),
        "a broken envelope taken",
        frame,
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
    must(unpacking.index === index, "an envelope taken twice", frame);
  }
}
