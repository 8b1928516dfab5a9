import { keep, readKept } from "../../state/kept.ts";

/** Where a reader was within a conversation: which message stood at the top, and how far below the edge, px. */
export interface Place {
  readonly key: string;
  readonly offset: number;
}

const STORE = "yonder-places";

export function savePlace(peer: string, place: Place | undefined): void {
  const places = readPlaces();
  if (place) places[peer] = place;
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

/** The first message at or below the upper edge of the scroller. */
export function placeIn(scroller: HTMLElement): (Place & { readonly element: Element }) | undefined {
  const edge = scroller.getBoundingClientRect().top;
  for (const piece of scroller.querySelectorAll(".piece")) {
    if (piece.getBoundingClientRect().bottom < edge) continue;
    for (const element of piece.querySelectorAll<HTMLElement>("[data-key]")) {
      const box = element.getBoundingClientRect();
      if (box.bottom > edge) return { element, key: element.dataset.key ?? "", offset: box.top - edge };
    }
  }
  return undefined;
}

function findMessage(scroller: HTMLElement, key: string): HTMLElement | undefined {
  return scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? undefined;
}

/** Brings a message back to where it stood. @returns whether it is there */
export function returnTo(scroller: HTMLElement, { key, offset }: Place): boolean {
  const element = findMessage(scroller, key);
  if (!element) return false;
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - offset;
  return true;
}
