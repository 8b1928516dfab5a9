import type { Emitter } from "../../emitter.ts";
import type { Events } from "../../types.ts";
import type { Happened } from "./calls.ts";
import { concerns, NOTHING_YET, type ReadName } from "./reads.ts";

interface Read {
  readonly name: ReadName;
  readonly given: readonly unknown[];
  value: unknown;
  isStale: boolean;
}

/** Conversations that are kept up to date: the one that was wanted first goes first. */
const MAX_WINDOWS = 8;
/** All else that is: of 10,000 people their names and pictures. What is beyond that stays unknown here. */
const MAX_READS = 30_000;

/** What the leading tab had when it was asked last: read anew whenever that may be something else. */
export class Copy {
  readonly #ask: (path: readonly string[], given: readonly unknown[]) => Promise<unknown>;
  readonly #emitter: Emitter<Events>;
  readonly #windows = new Map<string, Read>();
  readonly #reads = new Map<string, Read>();
  /** They count once what they concern is read. */
  #events: Happened[] = [];
  #refreshing: Promise<void> | undefined;

  constructor(ask: (path: readonly string[], given: readonly unknown[]) => Promise<unknown>, emitter: Emitter<Events>) {
    this.#ask = ask;
    this.#emitter = emitter;
  }

  /** Peers whose messages are kept up to date. */
  get windows(): readonly string[] {
    return [...this.#windows.values()].map(({ given }) => String(given[0]));
  }

  get(name: ReadName, given: readonly unknown[]): unknown {
    return this.#of(name).get(keyOf(name, given))?.value ?? NOTHING_YET[name];
  }

  /** From now on it is kept up to date. @returns whether it was not before */
  want(name: ReadName, ...given: readonly unknown[]): boolean {
    const key = keyOf(name, given);
    const reads = this.#of(name);
    const known = reads.get(key);
    if (!known && reads.size >= MAX_READS) return false;
    const read = known ?? { name, given, value: undefined, isStale: true };
    reads.delete(key);
    reads.set(key, read);
    const [oldest = ""] = this.#windows.keys();
    if (this.#windows.size > MAX_WINDOWS) this.#windows.delete(oldest);
    if (read.isStale) this.#refreshSoon();
    return known === undefined;
  }

  /** Something happened; the listeners hear of it when all is read that it concerns. */
  happened(...happened: Happened): void {
    const [event, value] = happened;
    for (const read of this.#all) if (concerns(event, value, read.name, read.given[0])) read.isStale = true;
    this.#events.push(happened);
    this.#refreshSoon();
  }

  /** Another tab leads: all is read again. */
  renew(): void {
    for (const read of this.#all) read.isStale = true;
    this.happened("people", undefined);
  }

  /** Resolves when all that is known to be stale is read. */
  async settled(): Promise<void> {
    await this.#refreshing;
  }

  #refreshSoon(): void {
    this.#refreshing ??= Promise.resolve().then(() => this.#refresh());
  }

  async #refresh(): Promise<void> {
    for (;;) {
      const stale = this.#all.filter(({ isStale }) => isStale);
      const events = this.#events.splice(0);
      if (stale.length === 0 && events.length === 0) break;
      for (const read of stale) read.isStale = false;
      await this.#read(stale);
      // Together, as they came.
      for (const [event, value] of events) this.#emitter.emit(event, value);
    }
    this.#refreshing = undefined;
  }

  async #read(stale: readonly Read[]): Promise<void> {
    if (stale.length === 0) return;
    const wanted = stale.map(({ name, given }) => [name.split("."), given]);
    const values = await this.#ask(["reads"], [wanted]).catch(() => undefined);
    if (!Array.isArray(values)) return; // there is nobody to ask any longer
    stale.forEach((read, index) => {
      read.value = values[index];
    });
  }

  #of(name: ReadName): Map<string, Read> {
    return name === "history" ? this.#windows : this.#reads;
  }

  get #all(): readonly Read[] {
    return [...this.#windows.values(), ...this.#reads.values()];
  }
}

/** What the page did not know that it lacked, it reads again once it is told so. */
export function newsOf(name: ReadName, given: readonly unknown[]): Happened | undefined {
  if (name.startsWith("people.")) return ["people", undefined];
  return name.startsWith("groups.") ? ["group", String(given[0])] : undefined;
}

function keyOf(name: ReadName, given: readonly unknown[]): string {
  return JSON.stringify([name, ...given]);
}
