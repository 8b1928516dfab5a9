/** What gestures over the list of conversations ask for. */
export interface RowHandlers {
  openMenu(peer: string, anchor: DOMRect, from: HTMLElement): void;
  archive(peer: string): void;
  toggleRead(peer: string): void;
}

/** How long a finger rests for the menu, ms; how far it may tremble meanwhile, and has to draw for a swipe, px. */
const LONG = 450;
const REST = 10;
const SWIPE = 88;
const MAX_SWIPE = 132;

/** Right click, long press, swipe and keys over the rows, wherever the list is drawn. @returns a function that ends it */
export function followRows(on: RowHandlers): () => void {
  const stops = [menus(on), keys(), touch(on)];
  return () => {
    for (const stop of stops) stop();
  };
}

interface Row {
  readonly peer: string;
  readonly element: HTMLElement;
}

function rowAt(target: EventTarget | null): Row | undefined {
  const place = target instanceof Element ? target.closest<HTMLElement>("li[data-peer]") : undefined;
  const element = place?.querySelector<HTMLElement>(".row");
  return place?.dataset.peer && element ? { peer: place.dataset.peer, element } : undefined;
}

/** The browser makes this event of a right click, and of the key for menus. */
function menus(on: RowHandlers): () => void {
  return listen({
    contextmenu(event) {
      const row = rowAt(event.target);
      if (!row || !(event instanceof MouseEvent)) return;
      event.preventDefault();
      if (event instanceof PointerEvent && event.pointerType === "touch") return; // the long press is ours
      const isPointed = event.clientX > 0 || event.clientY > 0;
      const anchor = isPointed ? new DOMRect(event.clientX, event.clientY, 0, 0) : row.element.getBoundingClientRect();
      on.openMenu(row.peer, anchor, row.element);
    },
  });
}

/** Along the line from a row to its button, and back. */
function keys(): () => void {
  return listen({
    keydown(event) {
      const row = rowAt(event.target);
      if (!row || !(event instanceof KeyboardEvent) || event.altKey || event.ctrlKey || event.metaKey) return;
      const isForward = (event.key === "ArrowRight") === (getComputedStyle(row.element).direction === "ltr");
      const isAlong = event.key === "ArrowRight" || event.key === "ArrowLeft";
      const button = row.element.parentElement?.querySelector<HTMLElement>(".more");
      const target = isForward ? button : row.element;
      if (!isAlong || !target) return;
      event.preventDefault();
      target.focus();
    },
  });
}

function touch(on: RowHandlers): () => void {
  let start: (Row & { readonly x: number; readonly y: number }) | undefined;
  let timer = 0;
  let drawn = 0;
  const end = (event?: Event) => {
    clearTimeout(timer);
    const row = start;
    start = undefined;
    if (!row) return;
    show(row.element, 0);
    if (event?.type === "pointerup" && Math.abs(drawn) >= SWIPE) act(row, drawn, on);
    // A finger that drew did not press.
    if (drawn !== 0) swallowClick();
    drawn = 0;
  };
  const press = () => {
    const row = start;
    end();
    if (!row) return;
    navigator.vibrate?.(8);
    swallowClick();
    on.openMenu(row.peer, row.element.getBoundingClientRect(), row.element);
  };
  const stop = listen({
    pointerdown(event) {
      const row = rowAt(event.target);
      if (!row || !(event instanceof PointerEvent) || event.pointerType === "mouse") return;
      start = { ...row, x: event.clientX, y: event.clientY };
      timer = window.setTimeout(press, LONG);
    },
    pointermove(event) {
      if (!start || !(event instanceof PointerEvent)) return;
      const [x, y] = [event.clientX - start.x, event.clientY - start.y];
      if (Math.hypot(x, y) > REST) clearTimeout(timer);
      if (drawn === 0 && (Math.abs(x) < REST || Math.abs(x) < Math.abs(y) * 2)) return;
      drawn = Math.sign(x) * Math.min(Math.abs(x), MAX_SWIPE);
      show(start.element, drawn);
    },
    pointerup: end,
    pointercancel: end,
  });
  return () => {
    end();
    stop();
  };
}

/** Towards the line's start: put away; towards its end: read, or not. */
function act({ peer, element }: Row, drawn: number, on: RowHandlers): void {
  const isToEnd = drawn > 0 === (getComputedStyle(element).direction === "ltr");
  if (isToEnd) on.toggleRead(peer);
  else on.archive(peer);
}

/** The row follows the finger; beneath it stands what will happen. */
function show(element: HTMLElement, drawn: number): void {
  const place = element.parentElement;
  if (!place) return;
  const isToEnd = drawn > 0 === (getComputedStyle(element).direction === "ltr");
  if (drawn === 0) {
    delete place.dataset.swipe;
    element.style.removeProperty("translate");
    return;
  }
  place.dataset.swipe = isToEnd ? "read" : "archive";
  place.toggleAttribute("data-far", Math.abs(drawn) >= SWIPE);
  element.style.setProperty("translate", `${drawn}px`);
}

function swallowClick(): void {
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 600);
}

function listen(listeners: Readonly<Record<string, (event: Event) => void>>): () => void {
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
  };
}
