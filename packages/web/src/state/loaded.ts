import { createEffect, createSignal, onCleanup } from "solid-js";

/**
 * What `load` brings, undefined until then, and for good where it fails. It is asked again whenever what it reads changes; an answer that
 * was overtaken is dropped. The second function puts another value in its place.
 */
export function createLoaded<T>(
  load: () => Promise<T> | undefined,
): [value: () => T | undefined, set: (value: T | undefined) => void] {
  const [value, setValue] = createSignal<T>();
  const set = (next: T | undefined) => void setValue(() => next);
  createEffect(() => {
    let isCurrent = true;
    onCleanup(() => {
      isCurrent = false;
    });
    load()?.then(
      (next) => isCurrent && set(next),
      () => isCurrent && set(undefined),
    );
  });
  return [value, set];
}
