import { createRoot, createSignal } from "solid-js";

interface OpenMenu {
  readonly peer: string;
  readonly anchor: DOMRect;
  /** Where the keyboard stood. */
  readonly from: HTMLElement;
}

const [rowMenu, setRowMenu] = createRoot(() => createSignal<OpenMenu>());

export { rowMenu };

export function openRowMenu(peer: string, anchor: DOMRect, from: HTMLElement): void {
  setRowMenu({ peer, anchor, from });
}

/** The keyboard goes back to where it was, if that is still on the page. */
export function closeRowMenu(): void {
  const { from } = rowMenu() ?? {};
  setRowMenu(undefined);
  if (from?.isConnected) from.focus({ preventScroll: true });
}
