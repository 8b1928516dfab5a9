import { NS, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { Arrivals } from "./arrivals.ts";

const MESSAGE = xml("message", NS.client);

/** Messages take until they are done by hand, in order. */
function stage() {
  const ends: (() => void)[] = [];
  const handle = () => new Promise<void>((resolve) => ends.push(resolve));
  const arrivals = new Arrivals({ handle, onFailed: () => undefined }, () => undefined);
  const arrive = (count: number) => {
    for (let i = 0; i < count; i++) arrivals.receive(MESSAGE);
  };
  const done = async () => {
    for (const end of ends.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { arrivals, arrive, done };
}

test("what arrived before counting began does not count, though it is done later", async () => {
  const { arrivals, arrive, done } = stage();
  arrive(2);
  arrivals.countFromHere();
  arrive(1);
  expect([arrivals.hasUncounted, arrivals.handledCount]).toEqual([true, 0]);
  await done();
  expect([arrivals.hasUncounted, arrivals.handledCount]).toEqual([false, 1]);
});

test("what arrives after something was forgotten that arrived before counting began counts", async () => {
  const { arrivals, arrive, done } = stage();
  arrive(1);
  arrivals.countFromHere();
  arrivals.forgetUndone();
  arrive(2);
  await done();
  expect(arrivals.handledCount).toBe(2);
});

test("what counted on another node goes on counting when what is not done is forgotten", () => {
  const { arrivals, arrive } = stage();
  arrivals.countFromHere(7);
  arrive(1);
  arrivals.forgetUndone();
  expect(arrivals.handledCount).toBe(7);
});
