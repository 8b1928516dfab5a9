import { onCleanup } from "solid-js";

/** A stretch of the timeline: its bubbles, or an empty box in their place. */
export interface Box {
  isFilled(): boolean;
  fill(): void;
  /** Leaves a box of this height, px. */
  empty(height: number): void;
}

export interface Filling {
  /** From now on it is filled when it comes near, and emptied when it is far. */
  observe(element: Element, box: Box): void;
  /** Fills this one now. */
  fill(element: Element | undefined): void;
  /** Something is empty that is in view. */
  isViewEmpty(): boolean;
  /** Fills now what is in view. @returns whether something was empty there */
  fillView(): boolean;
}

/** Nearer to what is seen than this, px, boxes are filled, so that they are in place before they are seen. */
const NEAR = 1_500;
/** So long boxes out of sight are filled within a frame, ms: at least one is. */
const BUDGET = 4;

/**
 * Keeps the page small at any length, and each frame short: what is in view is filled at once, what is near one after the other, the nearest first.
 * `keepPlace` wraps what changes heights.
 */
export function createFilling(root: () => HTMLElement, keepPlace: (update: () => void) => void): Filling {
  const boxes = new Map<Element, Box>();
  const near = new Set<Element>();
  const far = new Set<Element>();
  let observer: IntersectionObserver | undefined;
  let frame = 0;
  onCleanup(() => {
    observer?.disconnect();
    cancelAnimationFrame(frame);
  });

  const notice = (entries: readonly IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting } of entries) {
      const [to, from] = isIntersecting ? [near, far] : [far, near];
      to.add(target);
      from.delete(target);
    }
    work();
  };
  const isEmpty = (element: Element) => boxes.get(element)?.isFilled() === false;
  const emptyOnes = () => [...near].filter(isEmpty);
  const emptyInView = () => byDistance([...boxes.keys()].filter(isEmpty), root()).filter(isInView);
  const work = () => {
    cancelAnimationFrame(frame);
    const started = performance.now();
    const leaving = [...far].map((element) => [element, element.getBoundingClientRect().height] as const);
    const coming = byDistance(emptyOnes(), root());
    if (leaving.length + coming.length === 0) return;
    keepPlace(() => {
      for (const [element, height] of leaving) boxes.get(element)?.empty(height);
      far.clear();
      for (const [index, { element, distance }] of coming.entries())
        if (isInView({ distance }) || index === 0 || performance.now() - started < BUDGET) boxes.get(element)?.fill();
    });
    if (emptyOnes().length > 0) frame = requestAnimationFrame(work);
  };

  return {
    observe(element, box) {
      observer ??= new IntersectionObserver(notice, { root: root(), rootMargin: `${NEAR}px 0px` });
      boxes.set(element, box);
      observer.observe(element);
      onCleanup(() => {
        observer?.unobserve(element);
        for (const all of [boxes, near, far]) all.delete(element);
      });
    },
    fill: (element) => element && boxes.get(element)?.fill(),
    isViewEmpty: () => emptyInView().length > 0,
    fillView() {
      const empty = emptyInView();
      for (const { element } of empty) boxes.get(element)?.fill();
      return empty.length > 0;
    },
  };
}

function isInView({ distance }: { readonly distance: number }): boolean {
  return distance <= 0;
}

/** How far they are from what is seen, px; the nearest first. In view it is none. */
function byDistance(elements: readonly Element[], root: HTMLElement) {
  const view = root.getBoundingClientRect();
  const distances = elements.map((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return { element, distance: Math.max(view.top - bottom, top - view.bottom) };
  });
  return distances.toSorted((a, b) => a.distance - b.distance);
}
