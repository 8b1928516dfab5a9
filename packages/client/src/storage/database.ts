/**
 * IndexedDB with promises: as much of it as is used. The types are our own, since the server's half of the program knows nothing of browsers.
 */
export interface Database {
  createObjectStore(name: string, options?: { readonly keyPath: string }): Table;
  deleteObjectStore(name: string): void;
  transaction(stores: string | readonly string[], mode?: "readwrite"): Transaction;
  close(): void;
  onversionchange: (() => void) | null;
  onclose: (() => void) | null;
}

export interface Transaction {
  objectStore<Row = unknown>(name: string): Table<Row>;
  commit(): void;
  oncomplete: (() => void) | null;
  onabort: (() => void) | null;
  readonly error: unknown;
}

/** An object store. */
export interface Table<Row = unknown> extends Index<Row> {
  put(row: Row, key?: string): Request<unknown>;
  delete(key: Key): Request<unknown>;
  clear(): Request<unknown>;
  index(name: string): Index<Row>;
  createIndex(name: string, keyPath: string | readonly string[]): unknown;
}

export interface Index<Row> {
  get(key: Key): Request<Row | undefined>;
  getAll(range?: Range): Request<Row[]>;
  getAllKeys(range?: Range, count?: number): Request<Key[]>;
  count(): Request<number>;
  openKeyCursor(range: Range | undefined, direction: "prev"): Request<Cursor | null>;
}

interface Cursor {
  /** Of the index. */
  readonly key: unknown;
  /** The request brings the one so many further. */
  advance(count: number): void;
}

export interface Request<T> {
  readonly result: T;
  readonly error: unknown;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}

export type Key = string | readonly string[];
export type Range = object;

/** What a request brings. @throws DOMException */
export function answer<T>(request: Request<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The key that stands so many before an index's last one, or the range's; undefined where there are no more. */
export async function keyBeforeEnd(index: Index<unknown>, count: number, range?: Range): Promise<unknown> {
  const request = index.openKeyCursor(range, "prev");
  const last = await answer(request);
  if (!last || count === 0) return last?.key;
  last.advance(count);
  return (await answer(request))?.key;
}

/** Resolves when all of it is written. @throws DOMException: nothing of it is */
export function written(transaction: Transaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** `upgrade` is told which version there was, 0 for none; `onEnd` runs when it cannot be used any longer, or should not. */
export async function openDatabase(
  name: string,
  version: number,
  upgrade: (database: Database, transaction: Transaction, former: number) => void,
  onEnd: () => void,
): Promise<Database> {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, request.transaction, oldVersion);
  const database = await answer(request);
  // A newer version in another tab must not wait for us.
  database.onversionchange = database.onclose = onEnd;
  return database;
}

export function between(lower: unknown, upper: unknown): Range {
  return IDBKeyRange.bound(lower, upper);
}

export function upTo(upper: unknown): Range {
  return IDBKeyRange.upperBound(upper);
}

interface Opening extends Request<Database> {
  readonly transaction: Transaction;
  onupgradeneeded: ((event: { readonly oldVersion: number }) => void) | null;
}

declare const indexedDB: { open(name: string, version: number): Opening };
declare const IDBKeyRange: { bound(lower: unknown, upper: unknown): Range; upperBound(upper: unknown): Range };
