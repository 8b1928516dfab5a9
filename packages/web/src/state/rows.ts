import { batch, createComputed, createSignal } from "solid-js";

/** One of a list: the same object as long as one of its key is in it, so that what is drawn for it stays in place. */
export interface Row<T> {
  readonly key: string;
  readonly value: () => T;
}

export interface Rows<T> {
  readonly rows: () => readonly Row<T>[];
  /** Shows this list. What did not change is left alone. */
  show(list: readonly T[]): void;
}

interface Held<T> {
  readonly row: Row<T>;
  readonly change: (value: T) => void;
}

export function createRows<T>(keyOf: (one: T) => string, isSame: (a: T, b: T) => boolean = Object.is): Rows<T> {
  const [rows, setRows] = createSignal<readonly Row<T>[]>([], { equals: isSameList });
  let held = new Map<string, Held<T>>();
  const take = (value: T): [string, Held<T>] => {
    const key = keyOf(value);
    const known = held.get(key);
    known?.change(value);
    return [key, known ?? hold(key, value, isSame)];
  };
  return {
    rows,
    show(list) {
      batch(() => {
        held = new Map(list.map(take));
        setRows([...held.values()].map(({ row }) => row));
      });
    },
  };
}

/** The rows of a list that is made anew whenever something in it changes. */
export function followRows<T>(list: () => readonly T[], ...how: Parameters<typeof createRows<T>>): Rows<T>["rows"] {
  const { rows, show } = createRows(...how);
  createComputed(() => show(list()));
  return rows;
}

function hold<T>(key: string, first: T, equals: (a: T, b: T) => boolean): Held<T> {
  const [value, setValue] = createSignal(first, { equals });
  return { row: { key, value }, change: (next) => setValue(() => next) };
}

export function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (a: T, b: T) => boolean = Object.is): boolean {
  return a.length === b.length && a.every((one, index) => isSame(one, b[index] as T));
}

/** The same in all their members, and the members of these. */
export function isAlike(a: unknown, b: unknown, depth = 2): boolean {
  if (Object.is(a, b)) return true;
  if (depth === 0 || !isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isAlike(a[name], b[name], depth - 1));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
