import { expect, test } from "vitest";
import type { House } from "../features/house.fixture.ts";
import { acknowledges, bodies, device, house, ME, stillPending, turns, write } from "./inbox.fixture.ts";

/** What is read of pending messages waits until it is let go on; what was found by then counts. */
function heldUp({ memory }: House): () => void {
  const read = Promise.withResolvers<void>();
  const { pending } = memory.store;
  const page = pending.page;
  pending.page = (...query) => read.promise.then(() => page(...query));
  return read.resolve;
}

test("a device that begins to take messages is given what another acknowledges meanwhile, since it came to both", async () => {
  const { house: it, alice } = await house();
  const desk = await device(it, "desk");
  const goOn = heldUp(it);
  const phone = await device(it, "phone");
  await write(alice, "one");
  acknowledges(desk);
  await write(alice, "two");
  goOn();
  await turns();
  expect(bodies(phone)).toEqual(["one", "two"]);
  expect(await stillPending(it)).toEqual(["two"]);
});

test("so it is however much comes meanwhile", async () => {
  const { house: it, alice } = await house();
  const desk = await device(it, "desk");
  const goOn = heldUp(it);
  const phone = await device(it, "phone");
  const written = Array.from({ length: 300 }, (_, i) => `m${i}`);
  for (const body of written) await write(alice, body);
  acknowledges(desk);
  goOn();
  const received: string[] = [];
  await expect
    .poll(() => {
      received.push(...bodies(phone));
      acknowledges(phone);
      return received.length;
    })
    .toBe(300);
  expect(received).toEqual(written);
});

test("what another device acknowledged meanwhile goes to nobody again when the one that began to take messages turns away", async () => {
  const { house: it, alice } = await house();
  const desk = await device(it, "desk");
  const goOn = heldUp(it);
  const phone = await device(it, "phone");
  await write(alice, "one");
  acknowledges(desk);
  await phone.sends("<presence type='unavailable'/>");
  goOn();
  await turns();
  expect(await stillPending(it)).toEqual([]);
});

test("what is not kept comes to a device that begins to take messages where it came among those that are", async () => {
  const { house: it, alice } = await house();
  await write(alice, "before");
  const goOn = heldUp(it);
  const phone = await device(it, "phone");
  const typing = (id: string) =>
    alice.sends(
      `<message to='${ME}' type='chat' id='${id}'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    );
  await typing("t0");
  await write(alice, "one");
  await typing("t1");
  await typing("t2");
  await write(alice, "two");
  await typing("t3");
  goOn();
  await turns();
  const ids = [
    ...phone
      .received()
      .join("")
      .matchAll(/<message [^>]*\bid='(\w+)'/g),
  ].map(([, id]) => id);
  expect(ids).toEqual(["before", "t0", "one", "t1", "t2", "two", "t3"]);
});
