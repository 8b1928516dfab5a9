import { createRoot, createSignal } from "solid-js";

/** What is done with the rows of the list besides opening them; undefined until it is loaded. */
export const [care, setCare] = createRoot(() => createSignal<typeof import("./later/index.ts")>());
