/** What the page leaves for its worker, which runs when no page does. Nothing of it is secret from this device's user. */
export interface Notes {
  /** In the reader's language. */
  readonly texts: { readonly one: string /** With `{count}` in it. */; readonly many: string };
  /** Names by address. */
  readonly names: Readonly<Record<string, string>>;
  /** Addresses. */
  readonly muted: readonly string[];
  readonly quiet?: QuietHours | undefined;
}

/** From one minute of the day to another, which may be the next day's. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

const CACHE = "yonder-notes";
const KEY = "/-/notes";

export async function leaveNotes(caches: CacheStorage, notes: Notes): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(KEY, new Response(JSON.stringify(notes)));
}

export async function readNotes(caches: CacheStorage): Promise<Notes | undefined> {
  const kept = await (await caches.open(CACHE)).match(KEY);
  return kept?.json() as Promise<Notes | undefined>;
}

export async function removeNotes(caches: CacheStorage): Promise<void> {
  await caches.delete(CACHE);
}

export function isQuiet(quiet: QuietHours | undefined, at: Date): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const minute = at.getHours() * 60 + at.getMinutes();
  if (quiet.from < quiet.to) return minute >= quiet.from && minute < quiet.to;
  return minute >= quiet.from || minute < quiet.to;
}
