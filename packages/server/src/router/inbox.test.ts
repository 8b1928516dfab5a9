import { expect, test, vi } from "vitest";
import { acknowledges, bodies, device, ends, house, ME, stillPending, turns, write } from "./inbox.fixture.ts";

test("what one device acknowledged goes to nobody again, though another ended without acknowledging it", async () => {
  const { house: it, alice } = await house();
  const [desk, phone] = [await device(it, "desk"), await device(it, "phone")];
  for (const body of ["one", "two", "three"]) await write(alice, body);
  acknowledges(desk);
  await ends(phone);
  await ends(desk);
  expect(await stillPending(it)).toEqual([]);
});

test("what one device acknowledged goes to nobody again, though it ended before another that had not", async () => {
  const { house: it, alice } = await house();
  const [desk, phone] = [await device(it, "desk"), await device(it, "phone")];
  for (const body of ["one", "two"]) await write(alice, body);
  acknowledges(desk);
  await ends(desk);
  await ends(phone);
  expect(await stillPending(it)).toEqual([]);
});

test("what one device acknowledged is not given to a third, though another is here that has not acknowledged it", async () => {
  const { house: it, alice } = await house();
  const [desk] = [await device(it, "desk"), await device(it, "phone")];
  for (const body of ["one", "two"]) await write(alice, body);
  acknowledges(desk);
  expect(await stillPending(it)).toEqual([]);
});

test("a message to one device alone stays pending when that ends without it, whatever another acknowledged", async () => {
  const { house: it, alice } = await house();
  const [desk, phone] = [await device(it, "desk"), await device(it, "phone")];
  await write(alice, "to the phone", `${ME}/phone`);
  await write(alice, "to all");
  acknowledges(desk);
  await ends(desk);
  await ends(phone);
  expect(await stillPending(it)).toContain("to the phone");
});

test("a message to one device alone goes to another when that ends without it, and is not pending then", async () => {
  const { house: it, alice } = await house();
  const [desk, phone] = [await device(it, "desk"), await device(it, "phone")];
  await write(alice, "to the phone", `${ME}/phone`);
  await write(alice, "to all");
  acknowledges(desk);
  expect(bodies(desk)).toEqual(["to all"]);
  await ends(phone);
  expect(bodies(desk)).toEqual(["to the phone"]);
  acknowledges(desk);
  await ends(desk);
  expect(await stillPending(it)).toEqual([]);
});

test("a device of negative priority that ends hands on the message that was for it alone", async () => {
  const { house: it, alice } = await house();
  const desk = await device(it, "desk");
  const robot = await device(it, "robot", "<presence><priority>-1</priority></presence>");
  await write(alice, "to the robot", `${ME}/robot`);
  expect(bodies(robot)).toEqual(["to the robot"]);
  expect(bodies(desk)).toEqual([]);
  await ends(robot);
  expect(bodies(desk)).toEqual(["to the robot"]);
});

test("a sender that asked learns that a device which takes no messages was reached", async () => {
  const { house: it, alice } = await house();
  await alice.sends("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
  const robot = await device(it, "robot", "<presence><priority>-1</priority></presence>");
  await write(alice, "m1", `${ME}/robot`);
  acknowledges(robot);
  expect(alice.received().join("")).toMatch(/id='m1' stanza-id='[0-9a-z]+' state='reached'/);
});

test("what a device was given before it took messages does not come again with what was pending", async () => {
  const { house: it, alice } = await house();
  await write(alice, "pending");
  const phone = await it.login(`${ME}/phone`);
  phone.session.manage(true, undefined);
  await write(alice, "direct", `${ME}/phone`);
  acknowledges(phone);
  await phone.sends("<presence/>");
  await turns();
  expect(bodies(phone)).toEqual(["direct", "pending"]);
  acknowledges(phone);
  await ends(phone);
  expect(await stillPending(it)).toEqual([]);
});

test("an acknowledgement of what was given early does not pass over what is pending", async () => {
  const { house: it, alice } = await house();
  await write(alice, "pending");
  const phone = await it.login(`${ME}/phone`);
  phone.session.manage(true, undefined);
  await write(alice, "direct", `${ME}/phone`);
  acknowledges(phone);
  await ends(phone);
  expect(await stillPending(it)).toContain("pending");
});

test("a device that turns away and comes back is not given again what it had not acknowledged yet", async () => {
  const { house: it, alice } = await house();
  const phone = await device(it, "phone");
  await write(alice, "one");
  await phone.sends("<presence type='unavailable'/>");
  await write(alice, "two");
  await phone.sends("<presence/>");
  await turns();
  expect(bodies(phone)).toEqual(["one", "two"]);
});

test("a device that turns away and back while pending messages are read is given each once", async () => {
  const { house: it, alice } = await house();
  await write(alice, "pending");
  const read = Promise.withResolvers<void>();
  const { pending } = it.memory.store;
  const page = pending.page;
  pending.page = (...query) => read.promise.then(() => page(...query));
  const phone = await device(it, "phone");
  await phone.sends("<presence type='unavailable'/>");
  await phone.sends("<presence/>");
  read.resolve();
  await turns();
  expect(bodies(phone)).toEqual(["pending"]);
});

test("an acknowledgement counts, though the device takes no messages any more", async () => {
  const { house: it, alice } = await house();
  const phone = await device(it, "phone");
  await write(alice, "one");
  await phone.sends("<presence type='unavailable'/>");
  acknowledges(phone);
  await ends(phone);
  expect(await stillPending(it)).toEqual([]);
});

test("what arrives while pending messages are read waits for them, whether it is stored or not", async () => {
  const { house: it, alice } = await house();
  await write(alice, "pending");
  const read = Promise.withResolvers<void>();
  const { pending } = it.memory.store;
  const page = pending.page;
  pending.page = (...query) => read.promise.then(() => page(...query));
  const phone = await device(it, "phone");
  await write(alice, "stored");
  await write(alice, "not stored", ME, "<no-store xmlns='urn:xmpp:hints'/>");
  expect(bodies(phone)).toEqual([]);
  read.resolve();
  await turns();
  expect(bodies(phone)).toEqual(["pending", "stored", "not stored"]);
});

test("however much arrives while pending messages are read, it comes once and in order", async () => {
  const { house: it, alice } = await house();
  await write(alice, "pending");
  const read = Promise.withResolvers<void>();
  const { pending } = it.memory.store;
  const page = pending.page;
  let isFirst = true;
  pending.page = async (...query) => {
    const found = await page(...query);
    if (isFirst) await read.promise;
    isFirst = false;
    return found;
  };
  const phone = await device(it, "phone");
  const written = Array.from({ length: 600 }, (_, i) => `m${i}`);
  for (const body of written) await write(alice, body);
  read.resolve();
  const received: string[] = [];
  await expect
    .poll(() => {
      received.push(...bodies(phone));
      acknowledges(phone);
      return received.length;
    })
    .toBe(601);
  expect(received).toEqual(["pending", ...written]);
  expect(phone.session.transport).toBeDefined();
});

test("pages of pending messages that are not full are not the last", async () => {
  const { house: it, alice } = await house();
  for (const body of ["one", "two", "three"]) await write(alice, body);
  const { pending } = it.memory.store;
  const page = pending.page;
  pending.page = (owner, after) => page(owner, after, 1);
  expect(bodies(await device(it, "phone"))).toEqual(["one", "two", "three"]);
});

test("long pending messages go out no faster than the device takes them", async () => {
  const { house: it, alice } = await house();
  for (let i = 0; i < 12; i++) await write(alice, "x".repeat(100_000));
  const phone = await it.login(`${ME}/phone`);
  await phone.sends("<presence/>");
  await turns();
  expect(bodies(phone)).toHaveLength(1);
  let count = 1;
  await expect
    .poll(() => {
      phone.drains();
      count += bodies(phone).length;
      return count;
    })
    .toBe(12);
});

test("a device is served even though its contacts could not be read when it came", async () => {
  const { house: it, alice } = await house();
  await write(alice, "pending");
  const { roster } = it.memory.store;
  roster.load = () => Promise.reject(new Error("the store does not answer"));
  const phone = await it.login(`${ME}/phone`);
  await phone.sends("<presence/>");
  await turns();
  await write(alice, "live");
  const received = phone.received().join("");
  expect(received).toMatch(/<presence [^>]*type='error'.*<internal-server-error/);
  expect([...received.matchAll(/<body>(.*?)</g)].map(([, body]) => body)).toEqual(["pending", "live"]);
});

test("the requests of a session that ends are answered for it, though its contacts cannot be read", async () => {
  const { house: it, alice } = await house();
  const { roster } = it.memory.store;
  roster.load = () => Promise.reject(new Error("the store does not answer"));
  const phone = await device(it, "phone");
  await alice.sends(`<iq type='get' id='v' to='${ME}/phone'><query xmlns='jabber:iq:version'/></iq>`);
  await ends(phone);
  expect(alice.received().join("")).toContain("<service-unavailable");
});

test("what a login reads of the archive is pending until its session is bound", async () => {
  const { house: it, alice } = await house();
  const { router, directory } = it.host;
  const { session, leaves } = await it.login(`${ME}/phone`);
  await leaves();
  await write(alice, "one");
  const ends = await it.memory.store.archive.metadata(session.account.id);
  router.skipPending(session, ends?.last ?? 0);
  vi.spyOn(directory, "register").mockRejectedValueOnce(new Error("out of reach"));
  await expect(router.bind(session)).rejects.toThrow("Try again soon.");
  expect(await stillPending(it)).toEqual(["one"]);
  await router.bind(session);
  expect(await stillPending(it)).toEqual([]);
});
