import { batch, createSignal } from "solid-js";
import type { Item } from "./grouping.ts";

/** A stretch of the timeline, the same object as long as it is on the page. */
export interface HeldPiece {
  readonly key: string;
  readonly items: () => readonly Item[];
}

export interface HeldPieces {
  readonly pieces: () => readonly HeldPiece[];
  /** Shows these stretches. Those in which nothing changed are left alone. */
  show(stretches: readonly (readonly Item[])[]): void;
}

interface Held {
  readonly piece: HeldPiece;
  readonly change: (items: readonly Item[]) => void;
}

export function createPieces(): HeldPieces {
  const [pieces, setPieces] = createSignal<readonly HeldPiece[]>([]);
  let held = new Map<string, Held>();
  return {
    pieces,
    show(stretches) {
      batch(() => {
        const before = held;
        held = new Map(stretches.map((items) => [keyOf(items), take(before.get(keyOf(items)), items)]));
        const next = [...held.values()].map(({ piece }) => piece);
        if (!isSameList(next, pieces())) setPieces(next);
      });
    },
  };
}

function take(held: Held | undefined, items: readonly Item[]): Held {
  if (!held) return create(items);
  if (!isSameList(items, held.piece.items(), isSameItem)) held.change(items);
  return held;
}

function create(first: readonly Item[]): Held {
  const [items, change] = createSignal(first);
  return { piece: { key: keyOf(first), items }, change };
}

function keyOf(items: readonly Item[]): string {
  return items.find((item) => item.kind === "group")?.key ?? items[0]?.key ?? "";
}

/** Messages are immutable: the same object is the same message. */
function isSameItem(a: Item, b: Item): boolean {
  if (a.kind === "group") return b.kind === "group" && a.key === b.key && isSameList(a.messages, b.messages);
  if (a.kind === "horizon") return b.kind === "horizon" && a.count === b.count;
  return a.key === b.key;
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean = Object.is): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] as T));
}
