export interface PageEvents {
  /** The network is back. */
  online(): void;
  /** The page is being left or frozen: now or never. */
  hidden(): void;
  /** It came back from the browser's cache. */
  shown(): void;
}

/** Listens to the page this runs in; outside of a browser to nothing. @returns a function that ends it */
export function watchPage(events: PageEvents): () => void {
  const target = globalThis as Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">>;
  const listeners = [
    ["online", () => events.online()],
    ["pagehide", () => events.hidden()],
    ["pageshow", (event: { persisted?: boolean }) => event.persisted && events.shown()],
  ] as const;
  for (const [name, listener] of listeners) target.addEventListener?.(name, listener as EventListener);
  return () => {
    for (const [name, listener] of listeners) target.removeEventListener?.(name, listener as EventListener);
  };
}
