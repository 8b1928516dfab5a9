/** What the page leaves for its worker, which runs when no page does. Nothing of it is secret from this device's user. */
export interface Notes {
  /** The account's (packages/client/src/tabs/slots.ts); a tab that leads it holds a lock of that name. */
  readonly slot?: string | undefined;
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

/** For each account; and the last one for servers that do not say for whom a notification is. */
export async function leaveNotes(caches: CacheStorage, account: string, notes: Notes): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const key of [keyOf(account), KEY]) await cache.put(key, new Response(JSON.stringify(notes)));
}

export async function readNotes(caches: CacheStorage, account: string | undefined): Promise<Notes | undefined> {
  const kept = await (await caches.open(CACHE)).match(account ? keyOf(account) : KEY);
  return kept?.json() as Promise<Notes | undefined>;
}

/** Those of one account, or all. */
export async function removeNotes(caches: CacheStorage, account: string | undefined): Promise<void> {
  if (account === undefined) await caches.delete(CACHE);
  else for (const key of [keyOf(account), KEY]) await (await caches.open(CACHE)).delete(key);
}

/** Notifications of one conversation take each other's place. */
export function tagOf(account: string | undefined, peer: string): string {
  return account ? `${account} ${peer}` : peer;
}

function keyOf(account: string): string {
  return `${KEY}/${encodeURIComponent(account)}`;
}

export function isQuiet(quiet: QuietHours | undefined, at: Date): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const minute = at.getHours() * 60 + at.getMinutes();
  if (quiet.from < quiet.to) return minute >= quiet.from && minute < quiet.to;
  return minute >= quiet.from || minute < quiet.to;
}
