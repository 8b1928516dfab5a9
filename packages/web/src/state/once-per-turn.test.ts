import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { oncePerTurn } from "./once-per-turn.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

it("runs once a turn, at its end", async () => {
  let runs = 0;
  const soon = oncePerTurn(() => runs++);
  for (let calls = 0; calls < 9; calls++) soon();
  expect(runs).toBe(0);
  await Promise.resolve();
  expect(runs).toBe(1);
});

it("takes a fourth of the time in a flood, and misses nothing of it", async () => {
  let [runs, seen] = [0, 0];
  let news = 0;
  const soon = oncePerTurn(() => {
    runs += 1;
    seen = news;
    vi.advanceTimersByTime(10);
  });
  for (news = 1; news <= 400; news++) {
    soon();
    await Promise.resolve();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(runs).toBeLessThan(20);
  await vi.advanceTimersByTimeAsync(100);
  expect(seen).toBeGreaterThanOrEqual(400);
});

it("does not keep anybody waiting who comes now and then", async () => {
  let runs = 0;
  const soon = oncePerTurn(() => {
    runs += 1;
    vi.advanceTimersByTime(30);
  });
  for (let calls = 1; calls <= 5; calls++) {
    soon();
    await Promise.resolve();
    expect(runs).toBe(calls);
    vi.advanceTimersByTime(60);
  }
});
