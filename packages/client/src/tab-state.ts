import type { SavedAccess } from "./keyring.ts";
import type { TabStore } from "./options.ts";
import type { StoredPresence } from "./presences.ts";
import type { ResumableState } from "./stream-management.ts";

/** What this tab needs to continue after a reload, and no other tab may use. */
export interface TabState {
  readonly address: string;
  /** Unless the whole browser remembers us. */
  readonly access?: SavedAccess | undefined;
  /** The stream as the page was left. */
  readonly stream?: StreamState | undefined;
}

export interface StreamState {
  readonly resumable: ResumableState;
  readonly presences: readonly StoredPresence[];
  readonly requests: readonly string[];
  /** Place in the archive that was reached. */
  readonly position?: string | undefined;
}

/** @returns undefined when there is none, or none that can be read */
export function readTabState(store: TabStore): TabState | undefined {
  try {
    const text = store.read();
    return text ? JSON.parse(text) : undefined;
  } catch {
    // Somebody else's entry, or an older form: as if there were none.
    return undefined;
  }
}

export function writeTabState(store: TabStore, state: TabState | undefined): void {
  store.write(state && JSON.stringify(state));
}
