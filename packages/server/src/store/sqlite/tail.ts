/** One owner's entries in order of ids, flat: id, peer, flags, origin hash, id, peer … */
export type Entries = readonly number[];

export const entryWidth = 4;
const incoming = 1;
export const pending = 2;

/** The entries of messages that are not in the index yet, by owner. */
export class Tail {
  readonly #owners = new Map<number, number[]>();
  #size = 0;

  /** Messages, not entries. */
  get size(): number {
    return this.#size;
  }

  of(owner: number): Entries {
    return this.#owners.get(owner) ?? none;
  }

  /** In ascending order. */
  owners(): Float64Array {
    return Float64Array.from(this.#owners.keys()).sort();
  }

  /** Rows must come in order of ids. A message to oneself is one entry. */
  add(row: TailRow): void {
    this.#size += 1;
    const { id, sender, recipient, origin } = row;
    const recipientFlags = row.isPending ? incoming | pending : incoming;
    if (recipient !== undefined) {
      this.#push(recipient, id, row.recipientPeer, recipientFlags, sender === recipient ? origin : 0);
    }
    if (sender !== undefined && sender !== recipient) this.#push(sender, id, row.senderPeer, 0, origin);
  }

  /** Takes back the row that was added last. */
  undo(row: TailRow): void {
    this.#size -= 1;
    if (row.recipient !== undefined) this.#pop(row.recipient);
    if (row.sender !== undefined && row.sender !== row.recipient) this.#pop(row.sender);
  }

  /** Forgets all up to this id. */
  dropUpTo(id: number): void {
    for (const [owner, entries] of this.#owners) {
      const from = firstAfter(entries, id);
      if (from === entries.length) this.#owners.delete(owner);
      else if (from > 0) this.#owners.set(owner, entries.slice(from));
    }
  }

  #push(owner: number, id: number, peer: number, flags: number, origin: number): void {
    const entries = this.#owners.get(owner);
    if (entries === undefined) this.#owners.set(owner, [id, peer, flags, origin]);
    else entries.push(id, peer, flags, origin);
  }

  #pop(owner: number): void {
    const entries = this.#owners.get(owner);
    if (entries === undefined) return;
    entries.length -= entryWidth;
    if (entries.length === 0) this.#owners.delete(owner);
  }
}

/** A row of `messages` without its text. Origin is 0 when there is none. */
export interface TailRow {
  readonly id: number;
  readonly sender: number | undefined;
  readonly recipient: number | undefined;
  readonly senderPeer: number;
  readonly recipientPeer: number;
  readonly isPending: boolean;
  readonly origin: number;
}

export const tailColumns = "id, sender, recipient, sender_peer, recipient_peer, is_pending, origin";

/** Reads a row of `tailColumns` that came as an array. */
export function toTailRow(row: readonly (number | null)[]): TailRow {
  const [id, sender, recipient, senderPeer, recipientPeer, isPending, origin] = row;
  return {
    id: id ?? 0,
    sender: sender ?? undefined,
    recipient: recipient ?? undefined,
    senderPeer: senderPeer ?? 0,
    recipientPeer: recipientPeer ?? 0,
    isPending: isPending === 1,
    origin: origin ?? 0,
  };
}

/** Position of the first entry with a higher id, counted in numbers; the length when there is none. */
export function firstAfter(entries: Entries, id: number): number {
  let low = 0;
  let high = entries.length / entryWidth;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle * entryWidth] ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return low * entryWidth;
}

const none: Entries = [];
