import type { EventLoopUtilization } from "node:perf_hooks";
import { expect, test } from "vitest";
import { LoadMeter } from "./load-meter.ts";

/** An event loop that is told how busy it is. */
class FakeLoop {
  #now: EventLoopUtilization = { idle: 0, active: 0, utilization: 0 };
  readonly meter = new LoadMeter(() => this.#now);

  second(busy: number): void {
    const { idle, active } = this.#now;
    this.#now = { idle: idle + 1_000 * (1 - busy), active: active + 1_000 * busy, utilization: 0 };
    this.meter.tick();
  }
}

test("the load is that of the last second", () => {
  const loop = new FakeLoop();
  expect(loop.meter.load).toBe(0);
  loop.second(0.5);
  expect(loop.meter.load).toBeCloseTo(0.5);
  loop.second(0.25);
  expect(loop.meter.load).toBeCloseTo(0.25);
});

test("a burst is no overload, five busy seconds in a row are", () => {
  const loop = new FakeLoop();
  for (const busy of [1, 1, 1, 1, 0.2, 1, 1, 1, 1]) loop.second(busy);
  expect(loop.meter.isOverloaded).toBe(false);
  loop.second(0.95);
  expect(loop.meter.isOverloaded).toBe(true);
  loop.second(0.5);
  expect(loop.meter.isOverloaded).toBe(false);
});
