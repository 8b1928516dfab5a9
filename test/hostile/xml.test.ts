import { describe, expect, test } from "vitest";
import { endedBy, expectAnswer, lastWords, Siege, TRANSPORTS, type Transport } from "./siege.ts";

const siege = Siege.lay();

const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);
const attributes = Array.from({ length: 500 }, (_, i) => `a${i}='x'`).join(" ");
const CLIENT = "xmlns='jabber:client'";

/** What is sent, and the stream error that answers it (RFC 6120 §4.9.3 and §11). */
const attacks: readonly (readonly [name: string, text: string | Buffer, condition: string])[] = [
  ["a DOCTYPE", "<!DOCTYPE x><message/>", "restricted-xml"],
  ["nested entities", "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><message>&b;</message>", "restricted-xml"],
  ["an entity that nobody declared", `<message ${CLIENT}>&lol;</message>`, "restricted-xml"],
  ["a comment", `<message ${CLIENT}><!-- x --></message>`, "restricted-xml"],
  ["a processing instruction", `<message ${CLIENT}><?php x ?></message>`, "restricted-xml"],
  ["elements nested too deep", `<message ${CLIENT}>${nested(100)}</message>`, "policy-violation"],
  ["too many attributes", `<message ${CLIENT} ${attributes}/>`, "policy-violation"],
  ["too many small elements", `<message ${CLIENT}>${"<a/>".repeat(10_000)}</message>`, "policy-violation"],
  ["what is not UTF-8", Buffer.from(`<message ${CLIENT}>\xff\xfe</message>`, "latin1"), "not-well-formed"],
  ["an overlong UTF-8 form", Buffer.from(`<message ${CLIENT}>\xc0\xbc</message>`, "latin1"), "not-well-formed"],
  ["U+0000 as a reference", `<message ${CLIENT}>&#0;</message>`, "not-well-formed"],
  ["a surrogate as a reference", `<message ${CLIENT}>&#xD800;</message>`, "not-well-formed"],
  ["an attribute twice", `<message ${CLIENT} to='a' to='b'/>`, "not-well-formed"],
  [
    "an attribute twice by two prefixes",
    `<message ${CLIENT} xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>`,
    "not-well-formed",
  ],
  ["an undeclared prefix", `<message ${CLIENT}><a:b/></message>`, "bad-namespace-prefix"],
  ["separators in a namespace name", `<message ${CLIENT}><x xmlns='a b{c}'/></message>`, "bad-format"],
  ["the stream's end inside a stanza", `<message ${CLIENT}></stream:stream></message>`, "not-well-formed"],
  ["tags that cross", `<message ${CLIENT}><a><b></a></b></message>`, "not-well-formed"],
  ["a stanza of servers", "<message xmlns='jabber:server'/>", "invalid-namespace"],
  ["an unknown element", "<nonsense xmlns='urn:nobody'/>", "unsupported-stanza-type"],
  [
    "a long namespace that is named a thousand times",
    `<message ${CLIENT} xmlns:p='${"u".repeat(4_000)}'>${"<p:a/>".repeat(1_000)}</message>`,
    "policy-violation",
  ],
  [
    "a long namespace that has to be named again a thousand times",
    `<message ${CLIENT}><x xmlns:p='p' xmlns='${"u".repeat(4_000)}'>${"<p:a><a/></p:a>".repeat(1_000)}</x></message>`,
    "policy-violation",
  ],
  ["a name without end", `<${"a".repeat(10_000)}`, "policy-violation"],
  ["raw text between stanzas", "hello", "not-well-formed"],
  ["a raw U+0000", `<message ${CLIENT}><body>\0</body></message>`, "not-well-formed"],
  ["a character that is none", `<message ${CLIENT}><body>\uffff</body></message>`, "not-well-formed"],
  ["a reference beyond Unicode", `<message ${CLIENT}>&#x110000;</message>`, "not-well-formed"],
  ["a less-than in an attribute", `<message ${CLIENT} to='<'/>`, "not-well-formed"],
  ["an attribute without quotes", `<message ${CLIENT} to=a/>`, "not-well-formed"],
  ["a prefix that is reserved", `<message ${CLIENT} xmlns:xml='u'/>`, "bad-namespace-prefix"],
];

const cases = TRANSPORTS.flatMap((transport) =>
  attacks.map(([name, text, condition]) => ({ transport, name, text, condition })),
);

/** Frames that are no text end a WebSocket by its own means (RFC 6455 §8.1), before any XML is looked at. */
const isRefusedAsFrame = (transport: Transport, text: string | Buffer) =>
  transport === "WebSocket" && typeof text !== "string";

describe.each(["before", "after"] as const)("%s login", (stage) => {
  test.each(cases)("$name over $transport is a stream error", async ({ transport, text, condition }) => {
    const mallory = stage === "before" ? await siege.open(transport) : await siege.enter(transport, "mallory");
    mallory.send(text as string);
    const words = await lastWords(mallory);
    if (!isRefusedAsFrame(transport, text)) expect(words).toMatch(endedBy(transport, condition));
    await siege.expectCalm();
  });
});

test.each(TRANSPORTS)("a stanza of 100 MB over %s is cut off at its limit", async (transport) => {
  const mallory = await siege.enter(transport, "mallory");
  const megabyte = "x".repeat(1_000_000);
  mallory.send("<message xmlns='jabber:client'><body>");
  for (let i = 0; i < 100 && !mallory.isClosed; i++) mallory.send(megabyte);
  await lastWords(mallory);
  await siege.expectCalm();
});

test.each(TRANSPORTS)("names that mean something to JavaScript mean nothing in a stanza over %s", async (transport) => {
  const mallory = await siege.enter(transport, "mallory");
  mallory.send(
    "<message xmlns='jabber:client' to='alice@localhost' __proto__='x' constructor='y' hasOwnProperty='z'>" +
      "<__proto__/><constructor/><body>x</body></message>",
  );
  await expectAnswer(mallory);
  await siege.expectCalm();
});

test.each(["TCP", "TLS"] as const)(
  "a stanza that dribbles in byte by byte over %s is read all the same",
  async (transport) => {
    const mallory = await siege.enter(transport, "mallory");
    for (const byte of "<iq type='get' id='slow' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>") mallory.send(byte);
    await mallory.until("id='slow'");
    await siege.expectCalm();
  },
);
