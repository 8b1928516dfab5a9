import { expect, test } from "vitest";
import { Deadline } from "./deadline.ts";
import { TimeWheel } from "./time-wheel.ts";

function stage() {
  let now = 500;
  const wheel = new TimeWheel(() => now);
  const pass = (ms: number): void => {
    now += ms;
    wheel.tick();
  };
  return { wheel, pass };
}

test("a deadline is met within a tick after its time, and once", () => {
  const { wheel, pass } = stage();
  const met: number[] = [];
  new Deadline(wheel, () => met.push(wheel.now)).set(3_000);
  for (let i = 0; i < 40; i++) pass(250);
  expect(met).toHaveLength(1);
  expect(met[0]).toBeGreaterThanOrEqual(3_500);
  expect(met[0]).toBeLessThanOrEqual(5_000);
});

test("a deadline that was cleared is not met, and one set anew is met later", () => {
  const { wheel, pass } = stage();
  const met: string[] = [];
  const cleared = new Deadline(wheel, () => met.push("cleared"));
  const moved = new Deadline(wheel, () => met.push("moved"));
  cleared.set(3_000);
  moved.set(3_000);
  pass(1_000);
  cleared.clear();
  moved.set(5_000);
  pass(4_000);
  expect(met).toEqual([]);
  pass(3_000);
  expect(met).toEqual(["moved"]);
});

test("a deadline may lie further ahead than the wheel reaches", () => {
  const { wheel, pass } = stage();
  let isMet = false;
  new Deadline(wheel, () => {
    isMet = true;
  }).set(3_600_000);
  for (let i = 0; i < 3_600; i++) pass(1_000);
  expect(isMet).toBe(false);
  pass(2_000);
  expect(isMet).toBe(true);
});

test("nothing is missed when the process stood still, nor when the clock went back", () => {
  const { wheel, pass } = stage();
  let isMet = false;
  new Deadline(wheel, () => {
    isMet = true;
  }).set(3_000);
  pass(-400);
  expect(isMet).toBe(false);
  pass(10_000_000);
  expect(isMet).toBe(true);
});

test("a deadline may be set while another is met", () => {
  const { wheel, pass } = stage();
  let count = 0;
  const again = new Deadline(wheel, () => {
    count += 1;
    again.set(1_000);
  });
  again.set(1_000);
  for (let i = 0; i < 20; i++) pass(1_000);
  expect(count).toBeGreaterThanOrEqual(9);
  expect(count).toBeLessThanOrEqual(20);
});
