import { expect, it } from "vitest";
import { createAttempt } from "./attempt.ts";

it("is busy until it is done, and not done twice meanwhile", async () => {
  const { run, isBusy, hasFailed } = createAttempt();
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = run(() => promise);
  expect(isBusy()).toBe(true);
  expect(await run(() => Promise.reject(new Error("called twice")))).toBe(false);
  resolve();
  expect(await first).toBe(true);
  expect([isBusy(), hasFailed()]).toEqual([false, false]);
});

it("says that it failed until it is tried again", async () => {
  const { run, hasFailed } = createAttempt();
  expect(await run(() => Promise.reject(new Error("no connection")))).toBe(false);
  expect(hasFailed()).toBe(true);
  expect(await run(async () => {})).toBe(true);
  expect(hasFailed()).toBe(false);
});
