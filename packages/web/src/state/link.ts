import type { ConnectionState } from "@yonder/client";
import { createEffect, createSignal, on, onCleanup } from "solid-js";

/** What the connection line says, if anything. */
export type LinkLineState =
  | { readonly kind: "quiet" }
  | { readonly kind: "connecting" }
  | { readonly kind: "waiting"; readonly retryAt: number }
  | { readonly kind: "back"; readonly sent: number }
  | { readonly kind: "taken-over" };

/** A connection that comes back within this time is not worth a word, ms. */
const PATIENCE = 1_500;
const BACK_SHOWN = 4_000;

/** Follows the connection, calmly: short gaps are passed over, and the return is shown for a moment. */
export function createLine(connection: () => ConnectionState): () => LinkLineState {
  const [line, setLine] = createSignal<LinkLineState>({ kind: "quiet" });
  let timer = 0;
  onCleanup(() => clearTimeout(timer));
  createEffect(
    on(connection, (state) => {
      clearTimeout(timer);
      const wasLost = line().kind === "waiting" || line().kind === "connecting";
      const { next, delay } = nextLine(state, wasLost);
      if (delay > 0) timer = window.setTimeout(() => setLine(next), delay);
      else setLine(next);
      if (next.kind === "back") timer = window.setTimeout(() => setLine(QUIET), BACK_SHOWN);
    }),
  );
  return line;
}

const QUIET: LinkLineState = { kind: "quiet" };

/** What the line says next, and after how many ms. `wasLost`: it says already that there is no connection. */
export function nextLine(
  state: ConnectionState,
  wasLost: boolean,
): { readonly next: LinkLineState; readonly delay: number } {
  switch (state.kind) {
    case "waiting":
      return { next: { kind: "waiting", retryAt: state.retryAt }, delay: wasLost ? 0 : PATIENCE / 2 };
    case "connecting":
      return { next: { kind: "connecting" }, delay: wasLost ? PATIENCE / 6 : PATIENCE };
    case "online":
      return { next: wasLost || state.sent > 0 ? { kind: "back", sent: state.sent } : QUIET, delay: 0 };
    case "refused":
      return { next: state.reason === "conflict" ? { kind: "taken-over" } : QUIET, delay: 0 };
    case "signed-out":
      return { next: QUIET, delay: 0 };
  }
}
