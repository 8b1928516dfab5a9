/** What this browser keeps under a name, as it was made; undefined when there is nothing, or when storage is forbidden. */
export function readKept(name: string, storage: () => Storage = local): unknown {
  try {
    return JSON.parse(storage().getItem(name) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it, if this browser lets us: else it holds until the page is closed. */
export function keep(name: string, value: unknown, storage: () => Storage = local): void {
  try {
    storage().setItem(name, JSON.stringify(value));
  } catch {
    // Forbidden, or full.
  }
}

function local(): Storage {
  return localStorage;
}
