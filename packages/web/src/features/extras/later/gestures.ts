/** Something on the page that gestures are about. */
interface Bubbled {
  readonly bubble: HTMLElement;
}

export interface GestureHandlers<T extends Bubbled> {
  targetOf(element: EventTarget | null): T | undefined;
  /** The one whose toolbar is shown. */
  current(): T | undefined;
  show(target: T | undefined): void;
  openMenu(target: T | undefined, anchor?: DOMRect): void;
  reply(target: T): void;
  isPicking(): boolean;
  pick(target: T): void;
  stopPicking(): void;
}

/** How long a finger rests until it means more than a tap, ms. */
const LONG = 450;
/** How long a toolbar stays when the pointer leaves, ms. */
const LEAVING = 250;
/** Px: a finger that moved further does not rest; a bubble drawn further is answered. */
const REST = 10;
const SWIPE = 56;
const MAX_SWIPE = 76;

/** Pointer, finger and keyboard over a timeline. @returns a function that ends it */
export function createGestures<T extends Bubbled>(scroller: HTMLElement, on: GestureHandlers<T>): () => void {
  const stops = [hover(scroller, on), touch(scroller, on), keys(scroller, on), presses(scroller, on)];
  return () => {
    for (const stop of stops) stop();
  };
}

function hover<T extends Bubbled>(scroller: HTMLElement, on: GestureHandlers<T>): () => void {
  let leaving = 0;
  const isTool = (element: EventTarget | null) => element instanceof Element && element.closest(".actions") !== null;
  const show = (target: T) => {
    clearTimeout(leaving);
    if (on.current()?.bubble !== target.bubble) on.show(target);
  };
  const leave = () => {
    clearTimeout(leaving);
    const hasFocus = () => isTool(document.activeElement) || document.activeElement === on.current()?.bubble;
    leaving = window.setTimeout(() => hasFocus() || on.show(undefined), LEAVING);
  };
  const stop = listen(scroller, {
    pointerover(event) {
      if (!(event instanceof PointerEvent) || event.pointerType !== "mouse") return;
      if (isTool(event.target)) return clearTimeout(leaving);
      const target = on.targetOf(event.target);
      if (target) show(target);
      else leave();
    },
    pointerleave: leave,
    scroll: () => on.show(undefined),
    focusin(event) {
      const target = on.targetOf(event.target);
      if (target && target.bubble === event.target && target.bubble.matches(":focus-visible")) show(target);
    },
    focusout: leave,
  });
  return () => {
    clearTimeout(leaving);
    stop();
  };
}

function touch<T extends Bubbled>(scroller: HTMLElement, on: GestureHandlers<T>): () => void {
  let start: { readonly x: number; readonly y: number; readonly target: T } | undefined;
  let timer = 0;
  let drawn = 0;
  const end = (event?: Event) => {
    clearTimeout(timer);
    const target = start?.target;
    start = undefined;
    target?.bubble.style.removeProperty("translate");
    if (target && event?.type === "pointerup" && Math.abs(drawn) >= SWIPE) on.reply(target);
    drawn = 0;
  };
  const press = () => {
    const target = start?.target;
    end();
    if (!target) return;
    navigator.vibrate?.(8);
    on.show(target);
    // The finger is lifted over something: that is no press on it.
    addEventListener("click", stopOnce, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stopOnce, { capture: true }), 800);
  };
  const stop = listen(scroller, {
    pointerdown(event) {
      if (!(event instanceof PointerEvent) || event.pointerType === "mouse") return;
      const isTool = event.target instanceof Element && event.target.closest(".actions, .menu");
      if (!isTool) on.show(undefined);
      const target = isTool || on.isPicking() ? undefined : on.targetOf(event.target);
      if (!target) return;
      start = { x: event.clientX, y: event.clientY, target };
      timer = window.setTimeout(press, LONG);
    },
    pointermove(event) {
      if (!start || !(event instanceof PointerEvent)) return;
      const [x, y] = [event.clientX - start.x, event.clientY - start.y];
      if (Math.hypot(x, y) > REST) clearTimeout(timer);
      // Along the line, and only that way: the other one is the browser's own way back.
      const isForward = getComputedStyle(scroller).direction === "ltr" ? x > 0 : x < 0;
      if (!isForward || Math.abs(x) < Math.abs(y) * 2) return;
      drawn = Math.sign(x) * Math.min(Math.abs(x), MAX_SWIPE);
      start.target.bubble.style.setProperty("translate", `${drawn}px`);
    },
    pointerup: end,
    pointercancel: end,
  });
  return () => {
    end();
    stop();
  };
}

function keys<T extends Bubbled>(scroller: HTMLElement, on: GestureHandlers<T>): () => void {
  const press = (key: string, target: T | undefined): boolean => {
    if (key === "Escape" && on.isPicking()) on.stopPicking();
    else if (key === "ArrowUp" || key === "ArrowDown") focusNext(scroller, target?.bubble, key === "ArrowDown");
    else if (!target || (key !== "Enter" && key !== " ")) return false;
    else if (on.isPicking()) on.pick(target);
    else scroller.querySelector<HTMLElement>(".actions button")?.focus();
    return true;
  };
  return listen(scroller, {
    keydown(event) {
      if (!(event instanceof KeyboardEvent)) return;
      const target = on.targetOf(event.target);
      const isHere = event.target === scroller || target?.bubble === event.target;
      if (isHere && press(event.key, target)) stopOnce(event);
    },
  });
}

function focusNext(scroller: HTMLElement, from: HTMLElement | undefined, isDown: boolean): void {
  const all = [...scroller.querySelectorAll<HTMLElement>("[data-key]")];
  const edge = scroller.getBoundingClientRect().bottom;
  const seen = all.findLastIndex((bubble) => bubble.getBoundingClientRect().top < edge);
  const next = from ? all.indexOf(from) + (isDown ? 1 : -1) : seen;
  all[Math.max(0, next)]?.focus();
}

function presses<T extends Bubbled>(scroller: HTMLElement, on: GestureHandlers<T>): () => void {
  const isOwnMenu = (element: Element) =>
    element.closest("a[href], .actions, .menu, textarea") !== null || !getSelection()?.isCollapsed;
  const stop = listen(scroller, {
    contextmenu(event) {
      const target = on.targetOf(event.target);
      if (!target || !(event instanceof MouseEvent) || (event.target instanceof Element && isOwnMenu(event.target)))
        return;
      event.preventDefault();
      const isTouch = event instanceof PointerEvent && event.pointerType !== "mouse" && event.pointerType !== "";
      if (!isTouch)
        on.openMenu(target, event.clientX > 0 ? new DOMRect(event.clientX, event.clientY, 0, 0) : undefined);
    },
  });
  const pick = (event: Event) => {
    const target = on.isPicking() ? on.targetOf(event.target) : undefined;
    if (!target) return;
    stopOnce(event);
    on.pick(target);
  };
  scroller.addEventListener("click", pick, { capture: true });
  return () => {
    stop();
    scroller.removeEventListener("click", pick, { capture: true });
  };
}

function stopOnce(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function listen(target: EventTarget, listeners: Readonly<Record<string, (event: Event) => void>>): () => void {
  for (const [name, listener] of Object.entries(listeners)) target.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) target.removeEventListener(name, listener);
  };
}
