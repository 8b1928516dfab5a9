import type { Socket } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { CLIENT, chat, dial, HALF_OPEN, HEADER, idsIn, leaves, reads } from "./crowd.ts";
import { expectAnswer, hears, lastWords, Siege, TRANSPORTS } from "./siege.ts";

const CONTACTS = 10_000;
/** Accounts of those who come in crowds. */
const MANY = Array.from({ length: 10 }, (_, i) => `many${i}`);

/** Those who come half-way are let go soon here, so that it is seen to happen. */
const siege = Siege.lay({ YONDER_LIMITS_LOGIN_SECONDS: "10" });

/** Until the last test of all: those who never get to the point. */
let halfOpen: Socket[] = [];

beforeAll(async () => {
  await siege.node.users(MANY.map((name) => ({ name, password: "correct horse" })));
});

test("two thousand who come half-way, over all transports, keep nobody out", async () => {
  const [bosh = [], ...others] = await Promise.all(
    TRANSPORTS.toReversed().map((transport) => dial(siege.node, transport, 500, HALF_OPEN[transport])),
  );
  halfOpen = others.flat();
  await siege.expectCalm();
  for (const transport of TRANSPORTS) await expectAnswer(await siege.enter(transport, "mallory"));
  await siege.expectCalm();
  // Node itself lets them go when their request takes too long: half a minute, for which nobody waits here.
  for (const socket of bosh) socket.destroy();
});

test.each(TRANSPORTS)("two hundred who write a byte at a time over %s keep nobody waiting", async (transport) => {
  const sockets = await dial(siege.node, transport, 200, "");
  for (const byte of HALF_OPEN[transport].slice(0, 60) || HEADER.slice(0, 60)) {
    for (const socket of sockets) socket.write(byte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await siege.expectCalm();
  await expectAnswer(await siege.enter(transport, "mallory"));
  for (const socket of sockets) socket.destroy();
});

// Whoever polls over HTTP is given what waits when they ask for it, and no sooner.
test.each(TRANSPORTS.filter((transport) => transport !== "BOSH"))(
  "a reader who never reads over %s is cut off, holds up nobody, and finds all when they come back",
  async (transport) => {
    const bob = await siege.enter(transport, "bob");
    bob.send(`<presence ${CLIENT}/>`);
    await hears(bob, "<presence");
    reads(bob, false);
    const ids = Array.from({ length: 80 }, (_, i) => `heavy-${transport}-${i}`);
    const mallory = await siege.enter("TCP", "mallory");
    for (const id of ids) mallory.send(chat("bob@localhost", id, "x".repeat(200_000)));
    mallory.send(`<presence/>${chat("mallory@localhost", "accepted", "x")}`);
    await siege.expectCalm();
    await hears(mallory, "id='accepted'");
    reads(bob, true);
    const read = idsIn(await lastWords(bob));
    expect(read).toEqual(ids.slice(0, read.length));
    expect(read.length).toBeLessThan(ids.length);
    const again = await siege.enter(transport, "bob");
    again.send(`<presence ${CLIENT}/>`);
    const found: string[] = [];
    while (found.at(-1) !== ids.at(-1)) found.push(...idsIn(await hears(again, "</message>")));
    expect(found).toEqual(ids.slice(ids.length - found.length));
    expect(ids.length - found.length).toBeLessThanOrEqual(read.length);
    await leaves(again, transport);
  },
);

test.each(TRANSPORTS)("a hundred who log in at once over %s all get in, and disturb nobody", async (transport) => {
  const storm = Array.from({ length: 100 }, (_, i) => siege.enter(transport, MANY[i % MANY.length] ?? ""));
  await siege.expectCalm();
  for (const peer of await Promise.all(storm)) peer.abort();
  await siege.expectCalm();
});

test.each(TRANSPORTS)("who says over %s again and again that they come and go disturbs nobody", async (transport) => {
  const friends = await Promise.all(Array.from({ length: 30 }, () => siege.enter("TCP", "mallory")));
  for (const friend of friends) friend.send("<presence/>");
  const mallory = await siege.enter(transport, "mallory");
  for (let i = 0; i < 100; i++) {
    mallory.send(`<presence ${CLIENT}><status>${i}</status></presence>`);
    mallory.send(`<presence ${CLIENT} type='unavailable'/>`);
  }
  await siege.expectCalm();
  await expectAnswer(mallory);
  await siege.expectCalm();
});

describe("a roster of ten thousand", () => {
  test.each(TRANSPORTS)("is told over %s, and holds up nobody", async (transport) => {
    fillRoster("alice");
    const alice = await siege.enter(transport, "alice");
    alice.send(`<iq ${CLIENT} type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>`);
    alice.send(`<presence ${CLIENT}/>`);
    await siege.expectCalm();
    const roster = await hears(alice, "</query></iq>");
    expect(roster.match(/<item /g)).toHaveLength(CONTACTS);
    await expectAnswer(alice);
  });
});

/** As if years had passed. */
function fillRoster(username: string): void {
  const database = new DatabaseSync(join(siege.node.dataDir, "yonder.db"));
  const { id } = database.prepare("SELECT id FROM accounts WHERE username = ?").get(username) as { id: number };
  const { count } = database.prepare("SELECT count(*) AS count FROM roster_items WHERE owner = ?").get(id) as {
    count: number;
  };
  if (count === 0) {
    const insert = database.prepare(
      "INSERT INTO roster_items (owner, contact, is_listed, groups, subscription, is_pending_out, is_approved, version) VALUES (?, ?, 1, '[]', 'both', 0, 0, 1)",
    );
    database.exec("BEGIN");
    for (let i = 0; i < CONTACTS; i++) insert.run(id, `contact${i}@localhost`);
    database.exec("COMMIT");
  }
  database.close();
}

test("a room of a hundred is entered, hears what is said over each transport, and disturbs nobody", async () => {
  const ROOM = "crowd@conference.localhost";
  const JOIN = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>";
  const instant =
    "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>";
  const owner = await siege.enter("TCP", "alice");
  owner.send(`<presence to='${ROOM}/owner'>${JOIN}</presence>`);
  await hears(owner, "<subject");
  owner.send(`<iq type='set' id='c' to='${ROOM}'>${instant}</iq>`);
  await hears(owner, "id='c'");
  const entering = MANY.flatMap((name) => Array.from({ length: 10 }, () => siege.enter("TCP", name)));
  const crowd = await Promise.all(entering);
  for (const [i, peer] of crowd.entries()) peer.send(`<presence to='${ROOM}/nick${i}'>${JOIN}</presence>`);
  await siege.expectCalm();
  await Promise.all(crowd.map((peer) => hears(peer, "<subject")));
  for (const transport of TRANSPORTS) {
    const speaker = await siege.enter(transport, "mallory");
    speaker.send(`<presence ${CLIENT} to='${ROOM}/${transport}'>${JOIN}</presence>`);
    await hears(speaker, "<subject");
    for (let i = 0; i < 20; i++)
      speaker.send(
        `<message ${CLIENT} to='${ROOM}' type='groupchat' id='${transport}-${i}'><body>${i}</body></message>`,
      );
    await siege.expectCalm();
    await Promise.all(crowd.map((peer) => hears(peer, `id='${transport}-19'`)));
  }
});

test("a mailbox of five thousand messages is emptied, each once and in order, and holds up nobody", async () => {
  const mallory = await siege.enter("TCP", "mallory");
  const ids = Array.from({ length: 5_000 }, (_, i) => `many-${i}`);
  for (const id of ids) mallory.send(chat("bob@localhost", id, "hello"));
  mallory.send(`<presence/>${chat("mallory@localhost", "accepted-many", "x")}`);
  await siege.expectCalm();
  await hears(mallory, "id='accepted-many'");
  const bob = await siege.enter("TCP", "bob");
  bob.send("<presence/>");
  await siege.expectCalm();
  const all = await hears(bob, `id='${ids.at(-1)}'`);
  expect([...all.matchAll(/ id='(many-\d+)'/g)].map(([, id]) => id)).toEqual(ids);
  await leaves(bob, "TCP");
});

test.each(TRANSPORTS)("an archive of five thousand messages is read over %s, page by page", async (transport) => {
  const bob = await siege.enter(transport, "bob");
  const rsm = "http://jabber.org/protocol/rsm";
  const ask = (inside: string) =>
    bob.send(
      `<iq ${CLIENT} type='set' id='page'><query xmlns='urn:xmpp:mam:2'><set xmlns='${rsm}'>${inside}</set></query></iq>`,
    );
  let read = 0;
  for (let before: string | undefined = ""; before !== undefined && read < 1_000; ) {
    ask(`<max>250</max><before>${before}</before>`);
    const page = await hears(bob, "</fin></iq>");
    read += page.match(/<result /g)?.length ?? 0;
    before = /<first[^>]*>([^<]+)</.exec(page)?.[1];
    await siege.expectCalm();
  }
  expect(read).toBe(1_000);
});

test("those who came half-way are let go when their time for logging in is over", async () => {
  const left = () => halfOpen.filter((socket) => !socket.destroyed && !socket.readableEnded).length;
  await until("all are let go", () => left() === 0, { timeout: 60_000, state: () => `${left()} are there` });
  await siege.expectCalm();
});
