import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { OutputTurn } from "./output-turn.ts";

test("those who have output write once each, in order, at the end of the turn", async () => {
  const turn = new OutputTurn();
  const written: string[] = [];
  for (const name of ["one", "two"]) turn.add({ flush: () => written.push(name) });
  expect(written).toEqual([]);
  await nextTurn();
  expect(written).toEqual(["one", "two"]);
});

test("of a crowd only some write in one go, so that nobody else waits for all of them", async () => {
  const turn = new OutputTurn();
  const written: number[] = [];
  for (let i = 0; i < 250; i++) turn.add({ flush: () => written.push(i) });
  await nextTurn();
  const first = written.length;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(250);
  turn.add({ flush: () => written.push(250) });
  while (written.length < 251) await nextTurn();
  expect(written).toEqual(Array.from({ length: 251 }, (_, i) => i));
});
