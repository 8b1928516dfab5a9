import type { LineState } from "@yonder/client";
import { createRoot, createSignal } from "solid-js";

/** The connection when it was looked at last. */
export const [line, setLine] = createRoot(() => createSignal<LineState>());
