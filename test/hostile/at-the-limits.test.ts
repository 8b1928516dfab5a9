import { expect, test } from "vitest";
import { expectAnswer, hears, Siege, TRANSPORTS } from "./siege.ts";

const siege = Siege.lay();

/** What a stanza may have by default (docs/limits.md). */
const DEEPEST = 64;
const MOST_ATTRIBUTES = 64;
const LONGEST = 262_144;

const message = (id: string, inner: string, more = "") =>
  `<message xmlns='jabber:client' to='bob@localhost' type='chat' id='${id}'${more}><body>${inner}</body></message>`;
const deepest = (id: string) => {
  const depth = DEEPEST - 2;
  return message(id, "deep").replace(
    "</body>",
    `</body><x xmlns='u'>${"<a>".repeat(depth)}${"</a>".repeat(depth)}</x>`,
  );
};
const widest = (id: string) =>
  message(id, "wide", Array.from({ length: MOST_ATTRIBUTES - 4 }, (_, index) => ` a${index}=''`).join(""));
const longest = (id: string) => message(id, "x".repeat(LONGEST - message(id, "").length));

const extremes = [
  ["as deep as one may be", deepest],
  ["with as many attributes as one may have", widest],
  ["as long as one may be", longest],
] as const;

const cases = TRANSPORTS.flatMap((transport) => extremes.map(([name, make]) => ({ transport, name, make })));

// The server adds to what it keeps: whoever reads it again must not take that for too much.
test.each(cases)(
  "a message $name, sent over $transport, keeps nobody from what lies about it",
  async ({ transport, name, make }) => {
    const id = `${transport}-${name.replaceAll(" ", "-")}`;
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(message(`before-${id}`, "before"));
    mallory.send(make(id));
    mallory.send(message(`after-${id}`, "after"));
    await expectAnswer(mallory);
    const bob = await siege.enter(transport, "bob");
    bob.send("<presence xmlns='jabber:client'/>");
    for (const one of [`before-${id}`, id, `after-${id}`]) await hears(bob, `id='${one}'`);
    const other = await siege.enter(transport, "bob");
    const page = "<set xmlns='http://jabber.org/protocol/rsm'><max>3</max><before/></set>";
    other.send(`<iq xmlns='jabber:client' type='set' id='${id}'><query xmlns='urn:xmpp:mam:2'>${page}</query></iq>`);
    const read = await hears(other, "<fin ");
    for (const one of [`before-${id}`, id, `after-${id}`]) expect(read).toContain(`id='${one}'`);
    await expectAnswer(other);
    await siege.expectCalm();
  },
);
