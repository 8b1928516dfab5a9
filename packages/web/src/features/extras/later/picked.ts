import { createRoot, createSignal } from "solid-js";

/** Keys of the messages that are picked, in order; undefined while nothing is being picked. */
const [picked, setPicked] = createRoot(() => createSignal<readonly string[]>());

export { picked, setPicked };

export function isPicked(key: string): boolean {
  return picked()?.includes(key) ?? false;
}

export function togglePicked(key: string): void {
  setPicked((keys = []) => (keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key]));
}
