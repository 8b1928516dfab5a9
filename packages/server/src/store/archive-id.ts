import { archiveIdAt, ARCHIVE_IDS_PER_MS as PER_MS, timeOfArchiveId } from "@yonder/protocol";

export { archiveIdFromText as fromText, archiveIdToText as toText } from "@yonder/protocol";

/**
 * Archive ids: (milliseconds since 2024-01-01) · 4096 + slot · 64 + sequence. They fit a double, sort by time,
 * and nodes with different slots (0–63) never give the same one.
 */
export interface ArchiveIdSource {
  /** The next id: higher than all before, also when the clock stands still or jumps back. */
  next(nowMs: number): number;
}

const PER_SLOT = 64;

/** Ids for one node; `last` is the highest id that was ever given, or 0. */
export function createArchiveIds(slot: number, last: number): ArchiveIdSource {
  let ms = Math.floor(last / PER_MS);
  let sequence = last % PER_MS; // of whatever slot: only a later millisecond is surely higher
  let isFirst = true;
  return {
    next(nowMs) {
      const now = archiveIdAt(Math.floor(nowMs)) / PER_MS;
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
  return new Date(timeOfArchiveId(id));
}

/** The lowest id that a message accepted at this time can have. */
export function lowestIdAt(time: Date): number {
  return Math.max(0, archiveIdAt(Math.ceil(time.getTime())));
}
