import { createHash } from "node:crypto";

/** The keys of a session on an insecure line (XEP-0124 §15): each is the hash of the one that follows. */
export class KeySequence {
  /** The hash of the next key; undefined: the client uses none. */
  #awaited: string | undefined;

  constructor(newKey: string | undefined) {
    this.#awaited = newKey?.toLowerCase();
  }

  /** Takes a request's `key` and `newkey`; false when the key is not the next one. */
  take(key: string | undefined, newKey: string | undefined): boolean {
    if (this.#awaited !== undefined && (key === undefined || hashOf(key) !== this.#awaited)) return false;
    if (newKey !== undefined) this.#awaited = newKey.toLowerCase();
    else if (this.#awaited !== undefined) this.#awaited = key?.toLowerCase();
    return true;
  }
}

function hashOf(key: string): string {
  return createHash("sha1").update(key).digest("hex");
}
