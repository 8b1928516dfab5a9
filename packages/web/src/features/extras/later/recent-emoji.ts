import { createRoot, createSignal } from "solid-js";
import { keep, readKept } from "../../../state/kept.ts";

const STORE = "yonder-emoji";
const MAX_RECENT = 24;
/** What is offered to whoever has not chosen yet. */
const USUAL = ["❤️", "😂", "👍", "🎉", "😮", "😢", "🙏"];

const [recent, setRecent] = createRoot(() => createSignal(read()));

/** Emoji that were used last on this device, newest first. */
export { recent };

/** The few that are at hand: those that were used last, then the usual ones. */
export function quickEmoji(count: number): readonly string[] {
  return [...new Set([...recent(), ...USUAL])].slice(0, count);
}

export function rememberEmoji(emoji: string): void {
  const next = [...new Set([emoji, ...recent()])].slice(0, MAX_RECENT);
  setRecent(next);
  keep(STORE, next);
}

function read(): readonly string[] {
  const stored = readKept(STORE);
  return Array.isArray(stored) ? stored.filter((each) => typeof each === "string").slice(0, MAX_RECENT) : [];
}
