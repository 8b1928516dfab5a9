import { createRoot, createSignal } from "solid-js";

/** Does the screen have room for the third pane? */
export const hasRoomForDetails = watch("(min-width: 1100px)");
/** One pane at a time. */
export const isPhone = watch("(max-width: 719px)");
/** Pointing with a finger: fields are not focused by themselves, the keyboard would cover half the screen. */
export const isTouch = watch("(pointer: coarse)");

function watch(query: string): () => boolean {
  return createRoot(() => {
    const list = matchMedia(query);
    const [matches, setMatches] = createSignal(list.matches);
    list.addEventListener("change", () => setMatches(list.matches));
    return matches;
  });
}
