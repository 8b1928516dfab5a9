import { byPlace, type Position } from "../message-order.ts";

/** More people than this are not told apart; of fewer it is kept on this device. */
const MAX_READERS = 500;
const MAX_STORED = 50;

/** Somebody's occupant-id and name, and how far they have read: plain data. */
export interface StoredReader extends Position {
  readonly id: string;
  readonly name: string;
}

/** How far the others have read in a group (XEP-0333 §4.2, with the ids of the room's archive). */
export class Seen {
  readonly #readers: Map<string, StoredReader>;

  constructor(stored: readonly StoredReader[] = []) {
    this.#readers = new Map(stored.map((reader) => [reader.id, reader]));
  }

  /** @returns whether it is news */
  note(id: string, name: string, { place, at }: Position): boolean {
    const before = this.#readers.get(id);
    if (before && byPlace(before, { place, at }) >= 0) return false;
    if (!before && this.#readers.size >= MAX_READERS) return false;
    this.#readers.set(id, { id, name, place, at });
    return true;
  }

  names(message: Position): readonly string[] {
    return [...this.#readers.values()].filter((reader) => byPlace(reader, message) >= 0).map(({ name }) => name);
  }

  get stored(): readonly StoredReader[] {
    return this.#readers.size <= MAX_STORED ? [...this.#readers.values()] : [];
  }
}
