import { createRoot, createSignal } from "solid-js";

/** What is looked for in the list of conversations, and in which conversation alone. */
const [words, setWords] = createRoot(() => createSignal(""));
const [within, setWithin] = createRoot(() => createSignal<string>());

export { setWords, within, words };

/** Looks in one conversation alone. */
export function searchIn(peer: string | undefined): void {
  setWithin(peer);
  if (peer) setWords("");
}
