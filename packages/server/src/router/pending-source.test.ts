import { expect, test } from "vitest";
import { memoryDirectory } from "../directory/memory.ts";
import { openHouse } from "../features/house.fixture.ts";
import { presence } from "../features/presence.ts";
import { createArchiveIds } from "../store/archive-id.ts";
import type { ArchivedMessage } from "../store/store.ts";
import { Inbox } from "./inbox.ts";
import { intakeState } from "./intake-state.ts";
import { Sessions } from "./sessions.ts";

const ME = "bob@example.com";

function message(id: number): ArchivedMessage {
  const stanza = `<message from='alice@example.com/web' to='${ME}' type='chat' id='m${id}'><body>${id}</body></message>`;
  return { id, xml: stanza, isIncoming: true };
}

/** A session that is about to take messages, and the mailbox of its user, which several nodes put messages into. */
async function stage(mailbox: readonly ArchivedMessage[], acknowledged: number) {
  const state = { mailbox, acknowledged };
  const house = await openHouse([presence]);
  house.account("bob");
  const { session, ...phone } = await house.login(`${ME}/phone`);
  await phone.sends("<presence/>");
  const sessions = new Sessions(memoryDirectory("node-2", "1"));
  await sessions.add(session);
  const since = async (_owner: number, after: number) => state.mailbox.filter(({ id }) => id > after);
  const shared = { heads: async () => new Map([[session.account.id, state.mailbox.at(-1)?.id ?? 0]]), since };
  const page = async (owner: number, after: number) => since(owner, Math.max(after, state.acknowledged));
  const store = { ...house.memory.store, shared, pending: { page, acknowledge: () => undefined } };
  const newInbox = () => new Inbox(sessions, store, house.trace, house.host.log);
  const received = () => phone.received().join("");
  const bodies = () => [...received().matchAll(/<body>(.*?)<\/body>/g)].map(([, body]) => body);
  return { session, state, inbox: newInbox(), elsewhere: newInbox(), received, bodies };
}

test("what another device acknowledges while a session begins to take messages, the session gets too", async () => {
  const { session, state, inbox, bodies } = await stage([message(5), message(6)], 5);
  await inbox.prepare(session);
  state.mailbox = [message(5), message(6), message(7), message(8)];
  state.acknowledged = 7;
  await inbox.open(session);
  expect(bodies()).toEqual(["7", "8"]);
});

test("so it does when it moves to another node before it was given what was pending", async () => {
  const { session, state, inbox, elsewhere, bodies } = await stage([message(5), message(6)], 5);
  await inbox.prepare(session);
  state.mailbox = [message(5), message(6), message(7), message(8)];
  state.acknowledged = 7;
  void inbox.open(session);
  const packed = JSON.parse(JSON.stringify(inbox.depart(session)));
  elsewhere.arrive(session, intakeState(packed)).goOn();
  await expect.poll(() => elsewhere.seenBy(session)).toBe(8);
  expect(bodies()).toEqual(["7", "8"]);
});

test("what another device had acknowledged before, it does not get", async () => {
  const { session, inbox, bodies } = await stage([message(5), message(6), message(7)], 6);
  await inbox.prepare(session);
  await inbox.open(session);
  expect(bodies()).toEqual(["7"]);
});

test("it gets what is pending although nobody could say where the mailbox stood", async () => {
  const { session, inbox, bodies } = await stage([message(5), message(6)], 5);
  await inbox.open(session);
  expect(bodies()).toEqual(["6"]);
});

test("of what is pending only what was accepted before the session took messages says that it is late", async () => {
  const ids = createArchiveIds(0, 0);
  const [before, later] = [Date.now() - 60_000, Date.now() + 60_000].map((time) => message(ids.next(time)));
  const { session, inbox, received } = await stage(
    [before, later].filter((one) => one !== undefined),
    0,
  );
  await inbox.prepare(session);
  await inbox.open(session);
  const [first, second] = received().match(/<message.*?<\/message>/g) ?? [];
  expect(first).toContain("<delay xmlns='urn:xmpp:delay'");
  expect(second).toContain("<body>");
  expect(second).not.toContain("<delay");
});
