import { describe, expect, test } from "vitest";
import { encode } from "../../packages/server/src/transport/peer.fixture.ts";
import { endedBy, expectAnswer, hears, lastWords, Siege, TRANSPORTS } from "./siege.ts";

const siege = Siege.lay();

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const SM = "xmlns='urn:xmpp:sm:3'";
const CLIENT = "xmlns='jabber:client'";
const bind = (resource: string) =>
  `<iq ${CLIENT} type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${resource}</resource></bind></iq>`;
const auth = (mechanism: string, text: string) => `<auth ${SASL} mechanism='${mechanism}'>${text}</auth>`;
const scram = (text: string) => auth("SCRAM-SHA-256", encode(text));
const streamError = (condition: string) => `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;

describe("before login", () => {
  const attacks: readonly (readonly [name: string, text: string, condition: string])[] = [
    ["a message", `<message ${CLIENT} to='alice@localhost'><body>x</body></message>`, "not-authorized"],
    [
      "a request",
      `<iq ${CLIENT} type='get' id='1' to='alice@localhost'><ping xmlns='urn:xmpp:ping'/></iq>`,
      "not-authorized",
    ],
    ["binding", bind("x"), "not-authorized"],
    ["presence", `<presence ${CLIENT}/>`, "not-authorized"],
    ["resuming", `<resume ${SM} previd='x' h='0'/>`, "unsupported-stanza-type"],
  ];
  const cases = TRANSPORTS.flatMap((transport) =>
    attacks.map(([name, text, condition]) => ({ transport, name, text, condition })),
  );

  test.each(cases)("$name over $transport ends the stream", async ({ transport, text, condition }) => {
    const mallory = await siege.open(transport);
    mallory.send(text);
    expect(await lastWords(mallory)).toContain(streamError(condition));
    await siege.expectCalm();
  });
});

describe("a login", () => {
  const attempts: readonly (readonly [name: string, text: string, condition: string])[] = [
    ["by an unknown mechanism", auth("X-NOBODY", "="), "invalid-mechanism"],
    ["by none", `<auth ${SASL}/>`, "invalid-mechanism"],
    ["that is aborted before it begins", `<abort ${SASL}/>`, "aborted"],
    ["that begins with a response", `<response ${SASL}/>`, "malformed-request"],
    ["that is no base64", auth("SCRAM-SHA-256", "***"), "incorrect-encoding"],
    ["without a name", scram("n,,n=,r=nonce"), "malformed-request"],
    ["with an extension that must be known", scram("n,,m=x,n=alice,r=nonce"), "malformed-request"],
    ["with an unknown flag", scram("x,,n=alice,r=nonce"), "malformed-request"],
    ["with a binding that the mechanism has not", scram("p=tls-exporter,,n=alice,r=nonce"), "malformed-request"],
    ["without a nonce", scram("n,,n=alice"), "malformed-request"],
    ["by a method that nobody offers", auth("SCRAM-SHA-512", encode("n,,n=alice,r=nonce")), "invalid-mechanism"],
    ["with nothing in it", auth("SCRAM-SHA-256", "="), "malformed-request"],
    [
      "with what is not UTF-8",
      auth("SCRAM-SHA-256", Buffer.from("n,,n=\xff\xfe,r=nonce", "latin1").toString("base64")),
      "malformed-request",
    ],
  ];
  const cases = TRANSPORTS.flatMap((transport) =>
    attempts.map(([name, text, condition]) => ({ transport, name, text, condition })),
  );

  test.each(cases)("$name fails over $transport", async ({ transport, text, condition }) => {
    const mallory = await siege.open(transport);
    mallory.send(text);
    await hears(mallory, `<failure ${SASL}><${condition}/></failure>`);
    await mallory.logIn("mallory", "correct horse", "open");
    await siege.expectCalm();
  });

  test.each(TRANSPORTS)("that is begun twice over %s fails", async (transport) => {
    const mallory = await siege.open(transport);
    mallory.send(scram("n,,n=alice,r=nonce"));
    mallory.send(scram("n,,n=mallory,r=nonce"));
    await hears(mallory, `<failure ${SASL}><malformed-request/></failure>`);
  });

  test.each(TRANSPORTS)("that is too long over %s ends the stream", async (transport) => {
    const mallory = await siege.open(transport);
    mallory.send(auth("SCRAM-SHA-256", "A".repeat(100_000)));
    expect(await lastWords(mallory)).toMatch(endedBy(transport, "policy-violation"));
    await siege.expectCalm();
  });

  test.each(TRANSPORTS)("with another nonce than ours fails over %s", async (transport) => {
    const mallory = await siege.open(transport);
    mallory.send(scram("n,,n=alice,r=nonce"));
    await hears(mallory, "</challenge>");
    mallory.send(`<response ${SASL}>${encode("c=biws,r=nonce,p=AAAA")}</response>`);
    await hears(mallory, `<failure ${SASL}><not-authorized/></failure>`);
  });

  test.each(TRANSPORTS)(
    "that is recorded and played again over %s fails, as each has a nonce of ours",
    async (transport) => {
      const nonces = new Set<string | undefined>();
      for (let i = 0; i < 3; i++) {
        const mallory = await siege.open(transport);
        mallory.send(scram("n,,n=alice,r=nonce"));
        const challenge = /<challenge[^>]*>([^<]*)</.exec(await hears(mallory, "</challenge>"))?.[1] ?? "";
        nonces.add(/^r=([^,]*)/.exec(Buffer.from(challenge, "base64").toString())?.[1]);
      }
      expect(nonces.size).toBe(3);
    },
  );

  test.each(TRANSPORTS)("that is given up half-way over %s can be begun anew", async (transport) => {
    const mallory = await siege.open(transport);
    mallory.send(scram("n,,n=alice,r=nonce"));
    await hears(mallory, "</challenge>");
    mallory.send(`<abort ${SASL}/>`);
    await hears(mallory, `<failure ${SASL}><aborted/></failure>`);
    await mallory.logIn("mallory", "correct horse", "open");
  });

  test("of a client that was kept from binding to the channel fails over TLS", async () => {
    const mallory = await siege.open("TLS");
    mallory.send(scram("y,,n=mallory,r=nonce"));
    await hears(mallory, `<failure ${SASL}><not-authorized/></failure>`);
  });

  // Without TLS passwords do not go in the clear, whatever they are for.
  test.each(TRANSPORTS)("in another's name fails over %s, though the password is right", async (transport) => {
    const mallory = await siege.open(transport);
    mallory.send(auth("PLAIN", encode("alice@localhost\0mallory\0correct horse")));
    const condition = transport === "TLS" ? "invalid-authzid" : "invalid-mechanism";
    await hears(mallory, `<failure ${SASL}><${condition}/></failure>`);
  });

  test.each(TRANSPORTS)("does not tell over %s whether there is such an account", async (transport) => {
    const answers: string[] = [];
    for (const name of ["alice", "nobody"]) {
      const mallory = await siege.open(transport);
      mallory.send(scram(`n,,n=${name},r=nonce`));
      const challenge = /<challenge[^>]*>([^<]*)</.exec(await hears(mallory, "</challenge>"))?.[1] ?? "";
      const [nonce, salt = "", iterations] = Buffer.from(challenge, "base64").toString().split(",");
      mallory.send(`<response ${SASL}>${encode(`c=biws,${nonce},p=${"A".repeat(43)}=`)}</response>`);
      answers.push(`${salt.length} ${iterations} ${await hears(mallory, "</failure>")}`);
    }
    expect(answers[0]).toBe(answers[1]);
  });
});

describe("STARTTLS", () => {
  const STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  test.each([
    ["a stanza", `${STARTTLS}<message to='alice@localhost'/>`],
    [
      "a stream header",
      `${STARTTLS}<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    ],
    ["half an element", `${STARTTLS}<auth`],
  ])("with %s injected behind it ends the connection", async (_, text) => {
    const mallory = await siege.open("TCP");
    mallory.send(text);
    expect(await lastWords(mallory)).not.toContain("<stream:features>");
    await siege.expectCalm();
  });

  test("followed by anything but TLS ends the connection", async () => {
    const mallory = await siege.open("TCP");
    mallory.send(STARTTLS);
    await hears(mallory, "<proceed");
    mallory.send("GET / HTTP/1.1\r\n\r\n");
    await lastWords(mallory);
    await siege.expectCalm();
  });
});

describe.each(TRANSPORTS)("a session over %s", (transport) => {
  test("binds once", async () => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(bind("again"));
    await hears(mallory, "<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>");
    await expectAnswer(mallory);
  });

  test("with a resource that cannot be one is refused, and another may be bound", async () => {
    const mallory = await siege.logIn(transport, "mallory");
    mallory.send(bind("x".repeat(2_000)));
    await hears(mallory, "<bad-request");
    await mallory.bind("short");
  });

  test("of which too much is acknowledged ends", async () => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(`<enable ${SM} resume='true'/>`);
    await hears(mallory, "<enabled");
    mallory.send(`<a ${SM} h='1000'/>`);
    expect(await lastWords(mallory)).toContain("<handled-count-too-high");
  });

  test("is not resumed by another user, by a guess, or with too high a count", async () => {
    const alice = await siege.enter(transport, "alice");
    alice.send(`<enable ${SM} resume='true'/>`);
    const id = /id='([^']*)'/.exec(await hears(alice, /<enabled [^>]*>/))?.[1] ?? "";
    const mallory = await siege.logIn(transport, "mallory");
    for (const previd of [id, "", "x", "__proto__"]) {
      mallory.send(`<resume ${SM} previd='${previd}' h='0'/>`);
      await hears(mallory, /<failed [^>]*><item-not-found [^>]*\/><\/failed>/);
    }
    const again = await siege.logIn(transport, "alice");
    again.send(`<resume ${SM} previd='${id}' h='4000000000'/>`);
    await lastWords(again);
    await expectAnswer(alice);
  });

  test("is resumed by the last of those who want it at a time", async () => {
    const alice = await siege.enter(transport, "alice");
    alice.send(`<enable ${SM} resume='true'/>`);
    const id = /id='([^']*)'/.exec(await hears(alice, /<enabled [^>]*>/))?.[1] ?? "";
    const rivals = await Promise.all([siege.logIn(transport, "alice"), siege.logIn(transport, "alice")]);
    for (const rival of rivals) rival.send(`<resume ${SM} previd='${id}' h='0'/>`);
    await lastWords(alice);
    const endings = rivals.map((rival) => lastWords(rival).then(() => rival));
    const loser = await Promise.race(endings);
    for (const ending of endings) ending.catch(() => undefined);
    for (const rival of rivals) if (rival !== loser) await expectAnswer(rival);
    await siege.expectCalm();
  });

  test("goes to the newcomer in a storm for one resource", async () => {
    const storm = await Promise.all(Array.from({ length: 10 }, () => siege.logIn(transport, "mallory")));
    for (const peer of storm) peer.send(bind("same"));
    const isHere = (peer: (typeof storm)[number]) => !peer.isClosed && !peer.received.includes("<conflict");
    await expect.poll(() => storm.filter(isHere).length).toBe(1);
    for (const peer of storm.filter(isHere)) await expectAnswer(peer);
    await siege.expectCalm();
  });

  // Over HTTP they are one request, of bounded size, that is read no faster than it is done.
  if (transport !== "BOSH")
    test("is cut off when its stanzas are never awaited before login", async () => {
      const mallory = await siege.open(transport);
      for (let i = 0; i < 200; i++) mallory.send(scram("n,,n=alice,r=nonce"));
      await lastWords(mallory);
      await siege.expectCalm();
    });
});

test.each(TRANSPORTS)(
  "a mailbox that another filled with long messages is emptied over %s, each once and in order",
  async (transport) => {
    const mallory = await siege.enter("TCP", "mallory");
    const ids = Array.from({ length: 60 }, (_, i) => `long-${i}`);
    for (const id of ids)
      mallory.send(
        `<message ${CLIENT} to='bob@localhost' type='chat' id='${id}'><body>${"x".repeat(200_000)}</body></message>`,
      );
    mallory.send("<presence/><message to='mallory@localhost' type='chat' id='accepted'><body>x</body></message>");
    await hears(mallory, "id='accepted'");
    const bob = await siege.enter(transport, "bob");
    bob.send(`<presence ${CLIENT}/>`);
    const received: (string | undefined)[] = [];
    while (received.length < ids.length) received.push(/ id='(long-\d+)'/.exec(await hears(bob, "</message>"))?.[1]);
    expect(received).toEqual(ids);
    bob.send(transport === "WebSocket" ? "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>" : "</stream:stream>");
    await lastWords(bob);
    await siege.expectCalm();
  },
);
