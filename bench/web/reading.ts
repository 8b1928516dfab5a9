import type { CDPSession, Page } from "playwright-core";
import { traced, type Work } from "./main-thread.ts";
import { pageProbe } from "./page-probe.ts";

export type Figures = Readonly<Record<string, number>>;

/** A way through a conversation: what is done again and again. */
export type Way = (page: Page, turn: number) => Promise<unknown>;

/** What is seen may stand elsewhere at once: the probe looks anew. */
const scrolled = (page: Page, top: string) =>
  page.evaluate(
    `(() => { const s = document.querySelector(".scroll"); s.scrollTop = ${top}; globalThis.yonderProbe?.sample(); })()`,
  );

export const ways: Readonly<Record<string, Way>> = {
  wheel: (page) => page.mouse.wheel(0, -1_500),
  "wheel, down": (page) => page.mouse.wheel(0, 1_500),
  keyboard: (page) => page.keyboard.press("PageUp"),
  thumb: (page, turn) =>
    scrolled(page, `s.scrollHeight * ${((turn * 7) % 10) / 10}`).then(() => page.waitForTimeout(60)),
};

/** Goes that way for some time: first to see what it costs, then again to see how it looks. */
export async function read(
  page: Page,
  client: CDPSession,
  way: Way,
  ms: number,
): Promise<{ readonly figures: Figures; readonly work: Work }> {
  const work = await traced(client, () => goOn(page, way, ms));
  await page.waitForTimeout(500);
  await page.evaluate(pageProbe);
  await goOn(page, way, ms / 2);
  await page.waitForTimeout(300);
  const seen = (await page.evaluate("yonderProbe.stop()")) as { jumps: number[]; blank: number; frames: number };
  const figures = {
    ...figuresOf(work),
    "moved by itself, px": Math.max(0, ...seen.jumps.map(Math.abs)),
    "frames with something not drawn, %": (100 * seen.blank) / Math.max(1, seen.frames),
    ...(await sizeOf(client)),
  };
  return { figures, work };
}

export function figuresOf({ tasks, frames }: Work): Figures {
  return {
    frames: frames.length,
    "median frame, CPU ms": quantile(frames, 0.5),
    "p95 frame, CPU ms": quantile(frames, 0.95),
    "longest task, CPU ms": Math.max(0, ...tasks),
    "tasks over 50 ms": tasks.filter((ms) => ms > 50).length,
    "all, CPU ms": tasks.reduce((total, ms) => total + ms, 0),
  };
}

export async function sizeOf(client: CDPSession): Promise<Figures> {
  await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { "heap, MiB": metric("JSHeapUsedSize") / 1024 / 1024, "DOM nodes": metric("Nodes") };
}

async function goOn(page: Page, way: Way, ms: number): Promise<void> {
  const until = performance.now() + ms;
  for (let turn = 0; performance.now() < until; turn++) await way(page, turn);
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;
}
