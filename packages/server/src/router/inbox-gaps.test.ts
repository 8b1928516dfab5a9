import { NS, parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { Directory } from "../directory/directory.ts";
import { memoryDirectory } from "../directory/memory.ts";
import type { Awaitable } from "../features/feature.ts";
import { type Guest, openHouse } from "../features/house.fixture.ts";
import { presence } from "../features/presence.ts";
import type { ArchivedMessage } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import { Inbox } from "./inbox.ts";
import { Sessions } from "./sessions.ts";

const ME = "bob@example.com";

function message(id: number, body: string, to = ME): ArchivedMessage {
  return {
    id,
    xml: `<message from='alice@example.com/web' to='${to}' type='chat' id='${body}'><body>${body}</body></message>`,
    isIncoming: true,
  };
}

/** A node among several, on which bob's phone was given all of his mailbox, which others put messages into. */
async function stage() {
  const mailbox: ArchivedMessage[] = [];
  const house = await openHouse([presence]);
  house.account("bob");
  const phone = await house.login(`${ME}/phone`);
  const directory = memoryDirectory("node-2", "1");
  const looking: { before: Awaitable<void> } = { before: undefined };
  const lookUp: Directory["lookUp"] = async (user) => {
    await looking.before;
    return directory.lookUp(user);
  };
  const sessions = new Sessions({ ...directory, lookUp });
  const since = async (_owner: number, after: number) => mailbox.filter(({ id }) => id > after);
  const shared = { heads: async () => new Map([[phone.session.account.id, mailbox.at(-1)?.id ?? 0]]), since };
  const watermarks: number[] = [];
  const acknowledge = (_owner: number, upTo: number) => void watermarks.push(upTo);
  const store = { ...house.memory.store, shared, pending: { page: since, acknowledge } };
  const inbox = new Inbox(sessions, store, house.trace, house.host.log);
  await sessions.add(phone.session);
  const comes = async (stanza: string, guest = phone) => {
    const prepared = inbox.prepare(guest.session);
    await guest.sends(stanza);
    await sessions.announce(guest.session);
    await prepared;
    if (guest.session.presence) await inbox.open(guest.session);
    else inbox.close(guest.session);
  };
  await comes("<presence/>");
  return { house, mailbox, phone, sessions, inbox, looking, comes, watermarks };
}

function bodies(guest: Guest): (string | undefined)[] {
  return [
    ...guest
      .received()
      .join("")
      .matchAll(/<body>(.*?)<\/body>/g),
  ].map(([, body]) => body);
}

function live(inbox: Inbox, { id, xml }: ArchivedMessage, after: number, session: Session): void {
  const deliveries = [{ resource: session.jid.resource ?? "", kind: "deliver" }] as const;
  const stanza = parseElement(xml.replace("<message", `<message xmlns='${NS.client}'`));
  inbox.receive({ version: 1, to: ME, deliveries, stanza, archiveId: id, after }, "node-1");
}

test("a device that turns away while it is looked what it missed is given all when it is back", async () => {
  const { mailbox, phone, inbox, looking, comes } = await stage();
  mailbox.push(message(6, "six"), message(7, "seven"));
  const looked = Promise.withResolvers<void>();
  looking.before = looked.promise;
  live(inbox, message(7, "seven"), 6, phone.session);
  await comes("<presence type='unavailable'/>");
  looked.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  mailbox.push(message(8, "eight"));
  await comes("<presence/>");
  expect(bodies(phone)).toEqual(["six", "seven", "eight"]);
});

test("a message for one device alone that it had missed is not acknowledged by another", async () => {
  const { house, mailbox, phone, sessions, inbox, comes, watermarks } = await stage();
  const desk = await house.login(`${ME}/desk`);
  await sessions.add(desk.session);
  await comes("<presence/>", desk);
  mailbox.push(message(6, "six", `${ME}/phone`), message(7, "seven"));
  for (const { session } of [phone, desk]) live(inbox, message(7, "seven"), 6, session);
  await expect.poll(() => bodies(phone)).toEqual(["six", "seven"]);
  expect(bodies(desk)).toEqual(["seven"]);
  inbox.acknowledged(desk.session, 7);
  expect(watermarks).toEqual([5]);
});

test("what is stored nowhere, and waits for what was missed, goes along when the session moves", async () => {
  const { phone, inbox, looking } = await stage();
  looking.before = new Promise(() => {});
  live(inbox, message(7, "seven"), 6, phone.session);
  const stanza = parseElement(`<message xmlns='${NS.client}' to='${ME}' type='headline'><body>news</body></message>`);
  inbox.receive({ version: 1, to: ME, deliveries: [{ resource: "phone", kind: "deliver" }], stanza }, "node-1");
  expect(bodies(phone)).toEqual([]);
  inbox.depart(phone.session);
  expect(bodies(phone)).toEqual(["news"]);
});

test("a device that came in the place of another, and takes no messages yet, is given none ahead of what is pending", async () => {
  const { mailbox, phone, sessions, inbox, comes, house } = await stage();
  sessions.depart(phone.session);
  const successor = await house.login(`${ME}/phone`);
  await sessions.add(successor.session);
  mailbox.push(message(6, "six"), message(7, "seven"), message(8, "eight", `${ME}/phone`));
  live(inbox, message(7, "seven"), 6, successor.session);
  expect(bodies(successor)).toEqual([]);
  live(inbox, message(8, "eight", `${ME}/phone`), 7, successor.session);
  expect(bodies(successor)).toEqual(["eight"]);
  await comes("<presence/>", successor);
  expect(bodies(successor)).toEqual(["six", "seven"]);
});
