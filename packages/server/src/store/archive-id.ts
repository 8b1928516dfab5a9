/**
 * Archive ids: (milliseconds since 2024-01-01) · 4096 + slot · 64 + sequence. They fit a double, sort by time,
 * and nodes with different slots (0–63) never give the same one.
 */
export interface ArchiveIdSource {
  /** The next id: higher than all before, also when the clock stands still or jumps back. */
  next(nowMs: number): number;
}

const EPOCH_MS = Date.UTC(2024, 0, 1);
const PER_MS = 4096;
const PER_SLOT = 64;

/** Ids for one node; `last` is the highest id that was ever given, or 0. */
export function createArchiveIds(slot: number, last: number): ArchiveIdSource {
  let ms = Math.floor(last / PER_MS);
  let sequence = last % PER_MS; // of whatever slot: only a later millisecond is surely higher
  let isFirst = true;
  return {
    next(nowMs) {
      const now = Math.floor(nowMs) - EPOCH_MS;
      if (now > ms) [ms, sequence] = [now, 0];
      else if (isFirst || sequence === PER_SLOT - 1) [ms, sequence] = [ms + 1, 0];
      else sequence += 1;
      isFirst = false;
      return ms * PER_MS + slot * PER_SLOT + sequence;
    },
  };
}

/** When the message with this id was accepted. */
export function timeOf(id: number): Date {
  return new Date(EPOCH_MS + Math.floor(id / PER_MS));
}

/** The lowest id that a message accepted at this time can have. */
export function lowestIdAt(time: Date): number {
  return Math.max(0, Math.ceil(time.getTime() - EPOCH_MS)) * PER_MS;
}

/** As the text of a stanza-id (XEP-0359). */
export function toText(id: number): string {
  return id.toString(36);
}

/** Undefined when no archive id has this text. */
export function fromText(text: string): number | undefined {
  if (!/^[1-9a-z][0-9a-z]{0,10}$/.test(text)) return undefined;
  const id = Number.parseInt(text, 36);
  return id <= Number.MAX_SAFE_INTEGER && toText(id) === text ? id : undefined;
}
