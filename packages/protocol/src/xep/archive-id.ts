/** An archive id counts so many for each millisecond since 2024-01-01. */
export const ARCHIVE_IDS_PER_MS = 4096;

const EPOCH_MS = Date.UTC(2024, 0, 1);
/** What is lower would be of the first day: a text that means something else. */
const LOWEST = 86_400_000 * ARCHIVE_IDS_PER_MS;

/** The lowest archive id that a message accepted at this time (ms since 1970) can have; a fraction where the time has one. */
export function archiveIdAt(ms: number): number {
  return (ms - EPOCH_MS) * ARCHIVE_IDS_PER_MS;
}

/** When the message with this archive id was accepted, ms since 1970. */
export function timeOfArchiveId(id: number): number {
  return EPOCH_MS + Math.floor(id / ARCHIVE_IDS_PER_MS);
}

/** As the text of a stanza-id (XEP-0359). */
export function archiveIdToText(id: number): string {
  return id.toString(36);
}

/** Undefined when no archive id has this text. */
export function archiveIdFromText(text: string): number | undefined {
  if (!/^[1-9a-z][0-9a-z]{0,10}$/.test(text)) return undefined;
  const id = Number.parseInt(text, 36);
  return id <= Number.MAX_SAFE_INTEGER && archiveIdToText(id) === text ? id : undefined;
}

/**
 * Where a message stands among others, from the stanza-id that a server with outcomes gave it (docs/outcome.md §5). Undefined when
 * another kind of server gave it: then it means nothing.
 */
export function placeOfArchiveId(text: string): number | undefined {
  const id = archiveIdFromText(text);
  return id !== undefined && id >= LOWEST ? id : undefined;
}
