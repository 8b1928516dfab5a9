import { createRoot, createSignal } from "solid-js";

/** A part of the screen that comes once what was asked for is there: undefined until then. */
export interface LaterPart<T> {
  readonly part: () => T | undefined;
  /** Loads it; `show` wraps the change of what is on the page. */
  load(show: (update: () => void) => void): Promise<void>;
}

export function createLater<T extends object>(fetch: () => Promise<T>): LaterPart<T> {
  const [part, setPart] = createRoot(() => createSignal<T>());
  let loading: Promise<void> | undefined;
  const load = async (show: (update: () => void) => void) => {
    const loaded = await fetch();
    show(() => setPart(() => loaded));
  };
  return {
    part,
    load(show) {
      loading ??= load(show).catch(() => {
        // Without a connection there is none of it: the next conversation asks again.
        loading = undefined;
      });
      return loading;
    },
  };
}
