import { createEffect, on } from "solid-js";
import { formatRoute, type Route, route } from "./route.ts";

/** Keeps the keyboard's place: back in the list it stands on the conversation that was open, without details on their button. */
export function followFocus(): void {
  createEffect(
    on(route, (now, before) => {
      const target = before && returnOf(before, now);
      // What is on the page now is drawn first.
      if (target) requestAnimationFrame(() => focusIfLost(target));
    }),
  );
}

/** What to focus after leaving a place, as a selector. */
export function returnOf(before: Route, now: Route): string | undefined {
  if (before.pane === "chat" && now.pane === "list")
    return `.row[href="${formatRoute({ ...before, hasDetails: false })}"]`;
  if (before.pane === "chat" && now.pane === "chat" && before.hasDetails && !now.hasDetails)
    return ".chat .icon-button[aria-expanded]";
  if (before.pane === "settings" && now.pane === "settings" && before.section && !now.section)
    return `.row[href="${formatRoute(before)}"]`;
  return undefined;
}

function focusIfLost(selector: string): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost) document.querySelector<HTMLElement>(selector)?.focus();
}
