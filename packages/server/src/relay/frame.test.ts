import { serialize } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";
import { Unpacking } from "./packed-envelope.ts";
import type { Envelope } from "./relay.ts";

/** Of the first release: every later one with the same version has to read it. */
const TODAY = `{"v":1,"from":"n1","life":"Zk","seq":17,"envelopes":[\
{"to":"bob@x","deliveries":[{"kind":"deliver","resource":"phone"}],"archiveId":7,"after":6,"reachedTo":{"user":"ann@x","id":"a"},"size":62},\
{"to":"eve@x","deliveries":[],"isSignal":true,"size":11}],\
"outcomes":[{"life":"8s","seq":3,"codes":[1,-1,-2,-3,null]},{"life":"8s","seq":3,"first":4,"codes":[0]}]}
<message from='ann@x/web' to='bob@x'><body>ü</body></message><presence/>`;

/** As a later release might write it. */
const FUTURE = `{"v":1,"from":"n1","life":"Zk","seq":17,"hops":2,"envelopes":[\
{"to":"bob@x","colour":"red","deliveries":[{"kind":"deliver","resource":"phone","quietly":true},{"kind":"beam","resource":"desk"}],"size":11},\
{"to":"eve@x","deliveries":[{"kind":"deliver","resource":"a"}],"size":11}],"greetings":["hello"]}
<presence/><presence/><more xmlns='urn:later'/>`;

describe("a frame", () => {
  test("of today's format is read", () => {
    const { frame, envelopes } = read(TODAY);
    expect(frame).toMatchObject({ v: 1, from: "n1", life: "Zk", seq: 17 });
    expect(frame?.outcomes).toEqual([
      { life: "8s", seq: 3, codes: [1, -1, -2, -3, null] },
      { life: "8s", seq: 3, first: 4, codes: [0] },
    ]);
    expect(envelopes).toMatchObject([
      {
        version: 1,
        to: "bob@x",
        deliveries: [{ kind: "deliver", resource: "phone" }],
        archiveId: 7,
        after: 6,
        reachedTo: { user: "ann@x", id: "a" },
      },
      { version: 1, to: "eve@x", deliveries: [], isSignal: true },
    ]);
    expect(envelopes.map((it) => typeof it !== "string" && serialize(it.stanza))).toEqual([
      "<message xmlns='jabber:client' from='ann@x/web' to='bob@x'><body>ü</body></message>",
      "<presence xmlns='jabber:client'/>",
    ]);
  });

  test("is read though it has fields, and its envelopes kinds of delivery, that are not known", () => {
    const { frame, envelopes } = read(FUTURE);
    expect(frame?.outcomes).toBeUndefined();
    expect(envelopes).toMatchObject([
      { to: "bob@x", deliveries: [{ kind: "deliver", resource: "phone" }] },
      { to: "eve@x", deliveries: [{ kind: "deliver", resource: "a" }] },
    ]);
  });

  test("of another version is recognised, whatever else it holds", () => {
    const frame: Frame = { v: 2, from: "n1", life: "Zk", seq: 1, envelopes: { not: "a list" } as never };
    expect(decodeFrame(encodeFrame(frame, ""))?.frame).toMatchObject({ v: 2, from: "n1", life: "Zk", seq: 1 });
  });

  test.each([
    "",
    "\n",
    "hello",
    "{}\n",
    "[]\n",
    "null\n",
    '{"v":1,"from":"n1","life":"Zk","seq":17',
    '{"v":1,"from":"n1","life":"Zk","seq":17}',
    '{"v":1,"from":"n1","life":"Zk"}\n',
    '{"v":1,"from":"n1","life":7,"seq":1}\n',
    '{"v":1,"from":"n1","life":"Zk","seq":1.5}\n',
    '{"v":"1","from":"n1","life":"Zk","seq":1}\n',
    '{"v":1,"from":"n1","life":"Zk","seq":1,"envelopes":{}}\n',
    '{"v":1,"from":"n1","life":"Zk","seq":1,"outcomes":[null]}\n',
    '{"v":1,"from":"n1","life":"Zk","seq":1,"outcomes":[{"life":"Zk","seq":1,"codes":7}]}\n',
    '{"v":1,"from":"n1","life":"Zk","seq":1,"question":7}\n',
    '{"v":1,"from":"n1","life":"Zk","seq":1,"answer":"no"}\n',
    '{"v":2,"from":"n1","life":"Zk","seq":1,"refused":3}\n',
  ])("is not what is broken: %s", (text) => {
    expect(decodeFrame(Buffer.from(text))).toBeUndefined();
  });

  test.each([
    ["its stanza is no XML", '{"to":"a@x","deliveries":[],"size":11}', "<presence>>"],
    ["its stanza is cut off by its size", '{"to":"a@x","deliveries":[],"size":11}', "<presence a"],
    ["its stanza has bytes behind it", '{"to":"a@x","deliveries":[],"size":11}', "<iq/>hello!"],
    ["it is for nobody", '{"deliveries":[],"size":11}', "<presence/>"],
    ["it has no deliveries", '{"to":"a@x","size":11}', "<presence/>"],
    ["its archive id is no number", '{"to":"a@x","deliveries":[],"archiveId":"7","size":11}', "<presence/>"],
    ["its asker is nobody", '{"to":"a@x","deliveries":[],"reachedTo":{},"size":11}', "<presence/>"],
  ])("loses one envelope alone when %s", (_, head, text) => {
    const good = '{"to":"b@x","deliveries":[],"size":11}';
    const { envelopes } = read(
      `{"v":1,"from":"n","life":"Zk","seq":1,"envelopes":[${good},${head},${good}]}\n<presence/>${text}<presence/>`,
    );
    expect(envelopes).toMatchObject([{ to: "b@x" }, "broken", { to: "b@x" }]);
  });

  test.each(["null", "7", '"text"', "{}", '{"to":"a@x","deliveries":[],"size":-1}'])(
    "loses what stands behind an envelope without a size: %s",
    (head) => {
      const good = '{"to":"b@x","deliveries":[],"size":11}';
      const { envelopes } = read(
        `{"v":1,"from":"n","life":"Zk","seq":1,"envelopes":[${good},${head},${good}]}\n<presence/><presence/>`,
      );
      expect(envelopes).toMatchObject([{ to: "b@x" }, "broken", "broken"]);
    },
  );

  test("that is cut off gives the envelopes that are whole", () => {
    const { envelopes } = read(TODAY.slice(0, -3));
    expect(envelopes).toMatchObject([{ to: "bob@x" }, "broken"]);
  });

  test("whose bytes are no UTF-8 does no harm", () => {
    const payload = Buffer.from(TODAY);
    for (let at = 0; at < payload.length; at++) {
      const broken = Buffer.from(payload);
      broken[at] = 0xff;
      expect(() => readBytes(broken)).not.toThrow();
    }
  });
});

function read(text: string): ReturnType<typeof readBytes> {
  return readBytes(Buffer.from(text));
}

function readBytes(payload: Buffer): { frame: Frame | undefined; envelopes: (Envelope | "broken")[] } {
  const { frame, texts } = decodeFrame(payload) ?? {};
  const unpacking = new Unpacking(frame?.envelopes ?? [], texts ?? Buffer.alloc(0));
  const envelopes: (Envelope | "broken")[] = [];
  while (unpacking.hasMore) envelopes.push(nextOf(unpacking));
  return { frame, envelopes };
}

function nextOf(unpacking: Unpacking): Envelope | "broken" {
  try {
    return unpacking.next();
  } catch {
    return "broken";
  }
}
