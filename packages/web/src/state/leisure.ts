/** Nobody waits longer than so many ms. */
const PATIENCE = 1_000;

/** Resolves when the page has shown what it was asked for, and has nothing more urgent to do. */
export function atLeisure(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such callback.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: PATIENCE });
    else setTimeout(resolve, PATIENCE / 4);
  });
}
