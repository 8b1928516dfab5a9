import { setTimeout as delay } from "node:timers/promises";

/**
 * Looks again and again until `probe` gives something that is neither undefined nor false, and returns that.
 * @throws Error that names `what` and shows `state()` after `timeout` milliseconds.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  {
    timeout = 15_000,
    every = 25,
    state,
  }: { timeout?: number; every?: number; state?: () => Promise<string> | string } = {},
): Promise<T> {
  const deadline = performance.now() + timeout;
  while (performance.now() < deadline) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    await delay(every);
  }
  throw new Error(`Not within ${timeout} ms: ${what}${state ? `\n${await state()}` : ""}`);
}
