import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { chat, dial, HALF_OPEN, reads } from "./crowd.ts";
import { expectAnswer, hears, type Peer, Siege, TRANSPORTS } from "./siege.ts";

/** Each is there a hundred times, and reads nothing. */
const SILENT = Array.from({ length: 5 }, (_, i) => `silent${i}`);
const DEVICES = 100;
/** What is said to each of them, by so many writers. */
const WRITERS = 6;
const MESSAGES = 5;
const BODY = "x".repeat(100_000);
const STORMS = 5;

const TOTAL = 64 * 1_024 * 1_024;
const siege = Siege.lay({ YONDER_LIMITS_SEND_BUFFER_TOTAL_BYTES: String(TOTAL) });

beforeAll(async () => {
  await siege.node.users(SILENT.map((name) => ({ name, password: "correct horse" })));
});

test("two thousand half-open, five hundred who never read and a storm of logins at once hurt nobody, and nothing accepted is lost", async () => {
  const halfOpen = await Promise.all(
    TRANSPORTS.map((transport) => dial(siege.node, transport, 500, HALF_OPEN[transport])),
  );
  await siege.expectCalm();
  const silent = await Promise.all(
    SILENT.flatMap((name) => Array.from({ length: DEVICES }, () => enterSilently(name))),
  );
  await siege.expectCalm();
  let [isWritten, isOver] = [false, false];
  const calm = keepCalm(() => isOver);
  const storm = logInWithoutEnd(() => isWritten);
  const ids = await Promise.all(SILENT.map((name) => writeTo(name)));
  isWritten = true;
  await storm;
  isOver = true;
  await calm;
  for (const peer of silent) peer.abort();
  for (const [i, name] of SILENT.entries()) expect(await found(name, ids[i]?.length ?? 0)).toEqual(ids[i]);
  for (const transport of TRANSPORTS) await expectAnswer(await siege.enter(transport, "alice"));
  for (const socket of halfOpen.flat()) socket.destroy();
});

async function enterSilently(name: string): Promise<Peer> {
  const peer = await siege.enter("TCP", name);
  peer.send("<presence/>");
  await hears(peer, "<presence");
  reads(peer, false);
  return peer;
}

/** @returns the ids of what was accepted, in no order */
async function writeTo(name: string): Promise<readonly string[]> {
  const written = Array.from({ length: WRITERS }, async (_, writer) => {
    const mallory = await siege.enter("TCP", "mallory");
    const ids = Array.from({ length: MESSAGES }, (_, n) => `${name}-${writer}-${n}`);
    for (const id of ids) mallory.send(chat(`${name}@localhost`, id, BODY));
    // Whoever writes so much is read slowly.
    mallory.send("<iq type='get' id='accepted' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    await mallory.until(/<iq [^>]*id='accepted'/);
    return ids;
  });
  return (await Promise.all(written)).flat().sort();
}

async function logInWithoutEnd(isOver: () => boolean): Promise<void> {
  for (let n = 0; n < STORMS || !isOver(); n++) {
    const peers = await Promise.all(Array.from({ length: 50 }, () => siege.logIn("TCP", "bob")));
    for (const peer of peers) peer.abort();
  }
}

async function keepCalm(isOver: () => boolean): Promise<void> {
  do {
    await siege.expectCalm();
    await sleep(50);
  } while (!isOver());
}

/** What waits for them when they come again and read. */
async function found(name: string, count: number): Promise<readonly string[]> {
  const peer = await siege.enter("TCP", name);
  peer.send(
    `<iq type='set' id='all'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>${count}</max></set></query></iq>`,
  );
  const ids = new Set<string>();
  for (let last = ""; ; ) {
    const page = await hears(peer, "</fin></iq>");
    for (const [, id = ""] of page.matchAll(/ id='(silent\d-\d-\d)'/g)) ids.add(id);
    const next = /<last>([^<]+)</.exec(page)?.[1];
    if (next === undefined || next === last || page.includes("complete='true'")) break;
    last = next;
    peer.send(
      `<iq type='set' id='all'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>${count}</max><after>${last}</after></set></query></iq>`,
    );
  }
  return [...ids].sort();
}
