/** Where a popover stands: beside the anchor, kept inside the frame, above where there is room. */
export interface Stand {
  readonly anchor: DOMRect;
  readonly frame: DOMRect;
  /** Over the anchor's upper edge by so many px. */
  readonly overlap: number;
  /** At which side of the anchor it begins. */
  readonly side: "start" | "end";
}

const GAP = 8;

export function standAt(popover: HTMLElement, { anchor, frame, overlap, side }: Stand): void {
  const { width, height } = popover.getBoundingClientRect();
  const isLeft = (side === "start") === (getComputedStyle(popover).direction === "ltr");
  const wanted = isLeft ? anchor.left : anchor.right - width;
  const left = Math.min(Math.max(frame.left + GAP, wanted), frame.right - width - GAP);
  const above = anchor.top - height + overlap;
  const below = Math.min(anchor.bottom - overlap, frame.bottom - height - GAP);
  popover.style.setProperty("left", `${Math.max(GAP, left)}px`);
  popover.style.setProperty("top", `${above >= frame.top + GAP ? above : Math.max(GAP, below)}px`);
}
