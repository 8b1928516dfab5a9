/** Tells the page of the site that shows us in its widget, if one does: what kind of thing happened, and nothing more. */
export function tellSite(what: "message" | "close"): void {
  // Who may show us the server has said; none of them learns anything by this.
  if (parent !== window) parent.postMessage(`yonder:${what}`, "*");
}

/** In a widget, Esc puts it away. */
export function followEscape(): void {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]")) tellSite("close");
  });
}
