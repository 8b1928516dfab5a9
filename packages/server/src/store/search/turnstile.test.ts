import { expect, test } from "vitest";
import { Turnstile } from "./turnstile.ts";

/** Runs that end when they are told to, and the order in which they began. */
function stage(width: number) {
  const turnstile = new Turnstile(width);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (who: string, name: string) =>
    turnstile.pass(who, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      return name;
    });
  const endOne = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { turnstile, begun, ask, endOne };
}

test("so many go on at a time", async () => {
  const { begun, ask, endOne } = stage(2);
  const asked = ["a1", "b1", "c1"].map((name) => ask(name[0] ?? "", name));
  expect(begun).toEqual(["a1", "b1"]);
  await endOne();
  expect(begun).toEqual(["a1", "b1", "c1"]);
  await endOne();
  await endOne();
  expect(await Promise.all(asked)).toEqual(["a1", "b1", "c1"]);
});

test("who has asked for much waits behind who has asked for little", async () => {
  const { begun, ask, endOne } = stage(1);
  for (const name of ["a1", "a2", "a3", "a4", "b1", "c1", "b2"]) void ask(name[0] ?? "", name);
  for (let ends = 0; ends < 7; ends++) await endOne();
  expect(begun).toEqual(["a1", "a2", "b1", "c1", "a3", "b2", "a4"]);
});

test("what fails makes room too", async () => {
  const { turnstile, begun, ask } = stage(1);
  await expect(turnstile.pass("a", () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  void ask("b", "b1");
  expect(begun).toEqual(["b1"]);
});
