import type { SavedAccess } from "./keyring.ts";
import type { TabStore } from "./options.ts";
import type { StoredPresence } from "./presences.ts";
import type { StorageChanges } from "./storage/storage.ts";
import type { ResumableState } from "./stream-management.ts";

/** What this tab needs to continue after a reload, and no other tab may use. */
export interface TabState {
  readonly address: string;
  /** Unless the whole browser remembers us. */
  readonly access?: SavedAccess | undefined;
  /** The stream as the page was left. */
  readonly stream?: StreamState | undefined;
  /** What the page could not be sure to have stored when it was left. */
  readonly unwritten?: StorageChanges | undefined;
}

export interface StreamState {
  readonly resumable: ResumableState;
  readonly presences: readonly StoredPresence[];
  readonly requests: readonly string[];
  /** Place in the archive that was reached. */
  readonly position?: string | undefined;
}

/** JSON knows no infinity: the place of what is not sent yet. */
const LAST = "∞";
const LAST_PLACE = Number.POSITIVE_INFINITY;
/** Characters; the browser keeps some five million. */
const MAX_UNWRITTEN = 1_000_000;

/** @returns undefined when there is none, or none that can be read */
export function readTabState(store: TabStore): TabState | undefined {
  try {
    const text = store.read();
    return text
      ? JSON.parse(text, (key, value) => (key === "place" && value === LAST ? LAST_PLACE : value))
      : undefined;
  } catch {
    // Somebody else's entry, or an older form: as if there were none.
    return undefined;
  }
}

export function writeTabState(store: TabStore, state: TabState | undefined): void {
  const text = state && textOf(state);
  store.write(text && text.length > MAX_UNWRITTEN ? textOf({ ...state, unwritten: undefined }) : text);
}

function textOf(state: TabState): string {
  return JSON.stringify(state, (_key, value) => (value === LAST_PLACE ? LAST : value));
}
