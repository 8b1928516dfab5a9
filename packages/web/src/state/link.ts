import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Yonder } from "./yonder.ts";

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
export function lineFor(yonder: Yonder): () => LinkLineState {
  const [line, setLine] = createSignal<LinkLineState>({ kind: "quiet" });
  let timer = 0;
  const later = (delay: number, next: LinkLineState) => {
    timer = window.setTimeout(() => setLine(next), delay);
  };
  onCleanup(() => clearTimeout(timer));
  createEffect(
    on(yonder.connection, (state) => {
      clearTimeout(timer);
      const isShown = line().kind === "waiting" || line().kind === "connecting";
      if (state.kind === "waiting") later(isShown ? 0 : PATIENCE / 2, { kind: "waiting", retryAt: state.retryAt });
      else if (state.kind === "connecting") later(isShown ? 250 : PATIENCE, { kind: "connecting" });
      else if (state.kind === "refused" && state.reason === "conflict") setLine({ kind: "taken-over" });
      else if (state.kind === "online" && (isShown || state.sent > 0)) {
        setLine({ kind: "back", sent: state.sent });
        later(BACK_SHOWN, { kind: "quiet" });
      } else setLine({ kind: "quiet" });
    }),
  );
  return line;
}
