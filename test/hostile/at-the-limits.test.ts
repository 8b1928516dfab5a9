import { expect, test } from "vitest";
import { expectAnswer, hears, Siege, TRANSPORTS } from "./siege.ts";

const siege = Siege.lay();

/** What a stanza may have by default (docs/limits.md). */
const DEEPEST = 64;
const MOST_ATTRIBUTES = 64;
const LONGEST = 262_144;

/** To whom, and how. */
type Way = readonly [to: string, type: string];
const BOB: Way = ["bob@localhost", "chat"];

const message = ([to, type]: Way, id: string, inner: string, more = "") =>
  `<message xmlns='jabber:client' to='${to}' type='${type}' id='${id}'${more}><body>${inner}</body></message>`;
const deepest = (way: Way, id: string) => {
  const depth = DEEPEST - 2;
  return message(way, id, "deep").replace(
    "</body>",
    `</body><x xmlns='u'>${"<a>".repeat(depth)}${"</a>".repeat(depth)}</x>`,
  );
};
const widest = (way: Way, id: string) =>
  message(way, id, "wide", Array.from({ length: MOST_ATTRIBUTES - 4 }, (_, index) => ` a${index}=''`).join(""));
/** Each element's attributes are in namespaces that what is around it has declared. */
const mostSpread = (way: Way, id: string) => {
  const named = (letter: string, count: number) =>
    [(n: number) => `xmlns:${letter}${n}='urn:${letter}:${n}'`, (n: number) => `${letter}${n}:a=''`].map((each) =>
      Array.from({ length: count }, (_, n) => each(n)).join(" "),
    );
  const [declared, given] = named("p", 50);
  const inner = `<x ${given}>`.repeat(30) + "</x>".repeat(30);
  return message(way, id, "spread", ` ${declared}`).replace("</body>", `</body><y xmlns='u'>${inner}</y>`);
};
const longest = (way: Way, id: string) => message(way, id, "x".repeat(LONGEST - message(way, id, "").length));

const extremes = [
  ["as deep as one may be", deepest],
  ["with as many attributes as one may have", widest],
  ["with names of many namespaces", mostSpread],
  ["as long as one may be", longest],
] as const;

const cases = TRANSPORTS.flatMap((transport) => extremes.map(([name, make]) => ({ transport, name, make })));

const LAST_THREE =
  "<query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><before/></set></query>";

// The server adds to what it keeps: whoever reads it again must not take that for too much.
test.each(cases)(
  "a message $name, sent over $transport, keeps nobody from what lies about it",
  async ({ transport, name, make }) => {
    const id = `${transport}-${name.replaceAll(" ", "-")}`;
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(message(BOB, `before-${id}`, "before"));
    mallory.send(make(BOB, id));
    mallory.send(message(BOB, `after-${id}`, "after"));
    await expectAnswer(mallory);
    const bob = await siege.enter(transport, "bob");
    bob.send("<presence xmlns='jabber:client'/>");
    for (const one of [`before-${id}`, id, `after-${id}`]) await hears(bob, `id='${one}'`);
    const other = await siege.enter(transport, "bob");
    other.send(`<iq xmlns='jabber:client' type='set' id='${id}'>${LAST_THREE}</iq>`);
    const read = await hears(other, "<fin ");
    for (const one of [`before-${id}`, id, `after-${id}`]) expect(read).toContain(`id='${one}'`);
    await expectAnswer(other);
    await siege.expectCalm();
  },
);

test.each(extremes)("a message %s keeps nobody from the room in which it was said", async (name, make) => {
  const room = `${name.replaceAll(" ", "-")}@conference.localhost`;
  const enters = (nick: string) =>
    `<presence xmlns='jabber:client' to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
  const mallory = await siege.enter("TCP", "mallory");
  mallory.send(enters("Mallory"));
  await hears(mallory, "<status code='201'/>");
  const form = "<x xmlns='jabber:x:data' type='submit'/>";
  mallory.send(
    `<iq xmlns='jabber:client' type='set' id='made' to='${room}'><query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query></iq>`,
  );
  await hears(mallory, "id='made'");
  const toAll: Way = [room, "groupchat"];
  for (const stanza of [message(toAll, "before", "x"), make(toAll, "extreme"), message(toAll, "after", "x")])
    mallory.send(stanza);
  await hears(mallory, "id='after'");
  const alice = await siege.enter("TCP", "alice");
  alice.send(enters("Alice"));
  await hears(alice, "id='after'");
  alice.send(`<iq xmlns='jabber:client' type='set' id='read' to='${room}'>${LAST_THREE}</iq>`);
  const read = await hears(alice, "<fin ");
  for (const id of ["before", "extreme", "after"]) expect(read).toContain(`id='${id}'`);
  await siege.expectCalm();
});
