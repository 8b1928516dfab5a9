import { createRoot, createSignal } from "solid-js";

const [spoken, setSpoken] = createRoot(() => createSignal(""));

/** What the polite live region says. */
export { spoken };

/** Says something to those who listen, without interrupting. */
export function announce(text: string): void {
  // The same sentence twice is only heard twice when the region changes in between.
  setSpoken("");
  setTimeout(() => setSpoken(text), 30);
}
