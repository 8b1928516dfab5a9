import { keep, readKept } from "../../state/kept.ts";

/** Where a reader was within a conversation: which message stood at the top, and how far below the edge, px. */
export interface Place {
  /** "" for a stretch that is not drawn yet. */
  readonly key: string;
  readonly offset: number;
  /** As long as the page has it. */
  readonly element?: Element;
}

const STORE = "yonder-places";

export function savePlace(peer: string, place: Place | undefined): void {
  if (place?.key === "") return;
  const places = readPlaces();
  if (place) places[peer] = { key: place.key, offset: place.offset };
  else delete places[peer];
  keep(STORE, places, () => sessionStorage);
}

export function readPlace(peer: string): Place | undefined {
  return readPlaces()[peer];
}

/** Signed out: nobody's name stays in this tab. */
export function forgetPlaces(): void {
  globalThis.sessionStorage?.removeItem(STORE);
}

function readPlaces(): Record<string, Place> {
  return Object.assign(
    Object.create(null),
    readKept(STORE, () => sessionStorage),
  );
}

/** What stands at the upper edge of the scroller: the first message at or below it, or a stretch that is not drawn yet. */
export function placeIn(scroller: HTMLElement): Place | undefined {
  const edge = scroller.getBoundingClientRect().top;
  for (const piece of scroller.querySelectorAll(".piece")) {
    const { top, bottom } = piece.getBoundingClientRect();
    if (bottom <= edge) continue;
    if (!piece.firstChild) return { element: piece, key: "", offset: top - edge };
    for (const element of piece.querySelectorAll<HTMLElement>("[data-key]")) {
      const box = element.getBoundingClientRect();
      if (box.bottom > edge) return { element, key: element.dataset.key ?? "", offset: box.top - edge };
    }
  }
  return undefined;
}

/** Brings it back to where it stood. @returns whether it is there */
export function returnTo(scroller: HTMLElement, { key, offset, element }: Place): boolean {
  const there = element?.isConnected ? element : scroller.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!there) return false;
  scroller.scrollTop += there.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset;
  return true;
}
