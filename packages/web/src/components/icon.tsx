import { createRenderEffect } from "solid-js";
import type { LaterIconName } from "./later/icons.ts";

export type IconName =
  | LaterIconName
  | "plus"
  | "search"
  | "back"
  | "info"
  | "send"
  | "edit"
  | "copy"
  | "mute"
  | "bin"
  | "check"
  | "x"
  | "people"
  | "person"
  | "eye"
  | "hide"
  | "down"
  | "globe"
  | "moon"
  | "off"
  | "alert"
  | "block"
  | "file";

/** Those that point along the line mirror where the line runs from right to left. */
const MIRRORED: readonly IconName[] = ["back", "next", "out", "reply", "onward"];

export function Icon(props: { readonly name: IconName; readonly isSmall?: boolean }) {
  createRenderEffect(() => {
    if (!document.getElementById(`i-${props.name}`)) void import("./later/icons.ts");
  });
  return (
    <svg class="i" classList={{ s: props.isSmall ?? false, flip: MIRRORED.includes(props.name) }} aria-hidden="true">
      <use href={`#i-${props.name}`} />
    </svg>
  );
}

export function Brand() {
  return (
    <svg class="brand" viewBox="0 0 32 32" aria-hidden="true">
      <use href="#brand" />
    </svg>
  );
}

/** The half-sun over its reflection: for places where nothing has happened yet. */
export function Vista() {
  return (
    <svg class="vista" viewBox="0 0 160 84" aria-hidden="true">
      <path class="s" d="M52 50a28 28 0 0 1 56 0z" />
      <path class="l" d="M8 56h144" />
      <path class="w" d="M56 67h48M68 78h24" />
    </svg>
  );
}
