import type { Router } from "../router/router.ts";
import type { Feature, Handlers, Host } from "./feature.ts";

/**
 * Starts the features in the order of their `after`, and plugs them into the router.
 * @returns how to have them listen, and how to stop them, last started first
 * @throws Error when features wait for each other in a circle
 */
export async function startFeatures(
  features: readonly Feature[],
  host: Host,
  router: Router,
): Promise<{ listen(): Promise<void>; stop(): Promise<void> }> {
  const started: Handlers[] = [];
  for (const feature of inOrder(features)) {
    const handlers = await feature.start(host);
    router.use(feature, handlers);
    started.unshift(handlers);
  }
  return {
    async listen() {
      for (const handlers of started) await handlers.listen?.();
    },
    async stop() {
      for (const handlers of started) await handlers.stop?.();
    },
  };
}

/** The features sorted so that each comes behind those it names in `after`. */
export function inOrder(features: readonly Feature[]): Feature[] {
  const names = new Set(features.map(({ name }) => name));
  const sorted: Feature[] = [];
  let waiting = [...features];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ after = [] }) =>
      after.every((name) => !names.has(name) || sorted.some((it) => it.name === name)),
    );
    if (ready.length === 0)
      throw new Error(`features wait for each other: ${waiting.map(({ name }) => name).join(", ")}`);
    sorted.push(...ready);
    waiting = waiting.filter((feature) => !ready.includes(feature));
  }
  return sorted;
}
