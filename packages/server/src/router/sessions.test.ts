import { type Element, NS, xml } from "@yonder/protocol";
import { expect, test, vi } from "vitest";
import { carbons } from "../features/carbons.ts";
import { type Guest, type House, openHouse } from "../features/house.fixture.ts";
import { presence } from "../features/presence.ts";

const PHONE = "bob@example.com/phone";

/** Bob's phone with a message of its own that the store does not accept until it is told to. */
async function busyPhone(): Promise<{ house: House; alice: Guest; phone: Guest; accept(): void }> {
  const house = await openHouse([presence, carbons]);
  const alice = await house.login("alice@example.com/web");
  const phone = await house.login(PHONE);
  phone.session.manage(true, undefined);
  await phone.sends("<presence/>");
  const accepting = Promise.withResolvers<void>();
  const { archive } = house.memory.store;
  const accept = archive.accept;
  archive.accept = (request) => accepting.promise.then(() => accept(request));
  phone.session.receive(message(PHONE, "alice@example.com", "slow"));
  archive.accept = accept;
  return { house, alice, phone, accept: () => accepting.resolve() };
}

function message(from: string, to: string, body: string): Element {
  return xml("message", NS.client, { from, to, type: "chat" }, xml("body", NS.client, null, body));
}

const chat = `<message to='${PHONE}' type='chat'><body>hello</body></message>`;

test("a resource bound anew is found at once, though its predecessor still ends", async () => {
  const { house, alice, phone, accept } = await busyPhone();
  const successor = await house.login(PHONE);
  expect(phone.streamError?.condition).toBe("conflict");
  await alice.sends(chat);
  expect(successor.received().join("")).toContain("<body>hello</body>");
  accept();
  await expect.poll(() => house.host.sessions.of("bob@example.com").length).toBe(1);
  expect(house.host.sessions.find("bob@example.com", "phone")).toBe(successor.session);
});

test("what its predecessor still did says nothing of a resource bound anew", async () => {
  const { house, phone, accept } = await busyPhone();
  const successor = await house.login(PHONE);
  await phone.sends("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
  const [registration, ...others] = await house.host.directory.lookUp("bob@example.com");
  expect(others).toEqual([]);
  expect(registration?.presence).toMatchObject({ isAvailable: false, hasCarbons: false });
  accept();
  expect(successor.session.isOver).toBe(false);
});

test("what comes for a session that still ends is handed on, as what it had not acknowledged", async () => {
  const { house, alice, phone, accept } = await busyPhone();
  const desk = await house.login("bob@example.com/desk");
  await desk.sends("<presence/>");
  desk.received();
  phone.session.leave(phone.connection);
  phone.session.detach(phone.connection, "lost");
  await alice.sends(chat);
  expect(desk.received().join("")).not.toContain("hello");
  accept();
  await expect.poll(() => desk.received().join("")).toContain("<body>hello</body>");
});

test("a session that is over is not in the directory, whatever it still did", async () => {
  const { house, phone, accept } = await busyPhone();
  await phone.leaves();
  await phone.sends("<presence/>");
  accept();
  expect(await house.host.directory.lookUp("bob@example.com")).toEqual([]);
});

test("of a hundred sessions of one user one that is away gives way to the next, or there is no next", async () => {
  const house = await openHouse([presence]);
  const away = await house.login("bob@example.com/away");
  for (let i = 1; i < 100; i++) await house.login(`bob@example.com/${i}`);
  await expect(house.login("bob@example.com/more")).rejects.toMatchObject({ condition: "resource-constraint" });
  await house.login("bob@example.com/7");
  away.session.manage(true, undefined);
  away.session.detach(away.connection, "lost");
  await house.login("bob@example.com/more");
  expect(away.session.isOver).toBe(true);
  await house.login("alice@example.com/desk");
});

test("the directory is told of a client that is looked at and not, as fast as it says so, no faster than it can be", async () => {
  const house = await openHouse([presence]);
  const { session } = await house.login(PHONE);
  const told = Promise.withResolvers<boolean>();
  const update = vi.spyOn(house.host.directory, "update").mockImplementation(() => told.promise);
  for (let i = 0; i < 1_001; i++) session.attend(i % 2 === 1);
  expect(update).toHaveBeenCalledTimes(1);
  told.resolve(true);
  await expect.poll(() => update.mock.calls.length).toBe(2);
  expect(update.mock.lastCall?.[2]).toMatchObject({ isUnattended: true });
});
