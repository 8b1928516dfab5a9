import { StanzaError } from "@yonder/protocol";
import type { Timers } from "../../store/timers.ts";
import type { Taken } from "./keepers.ts";
import type { Incoming } from "./wire.ts";

/** How long a stanza waits for somebody who keeps the room: longer than it takes until a dead node is followed by another. */
const PATIENCE_MS = 20_000;
/** After which it is looked again who keeps the room. */
const RETRY_MS = 200;
/** Stanzas of this node that may wait for one room. */
const MOST_WAITING = 5_000;

/** Takes a stanza to whoever keeps the room; with a fence, only if it is still kept under that one. */
export type Way = (incoming: Incoming, fence: number | undefined) => Promise<Taken>;

interface Entry {
  readonly number: number;
  readonly incoming: Incoming;
  readonly since: number;
  /** How often it came back. */
  readonly tries: number;
  resolve(): void;
  reject(error: Error): void;
}

interface Parts {
  /** Looks who keeps the room. Rejects when that cannot be known now. */
  find(): Promise<Way>;
  now(): number;
  readonly timers: Timers;
}

/** The way of this node's stanzas to one room: in order, and once more, still in order, when the room has moved meanwhile. */
export class Gate {
  readonly #parts: Parts;
  #way: Way | undefined;
  /** Under which the room is kept there. Until it is known stanzas go one by one: with it, none is taken if one before it was not. */
  #fence: number | undefined;
  #waiting: Entry[] = [];
  #returned: Entry[] = [];
  #underWay = 0;
  #isLooking = false;
  #count = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Nothing is on its way. */
  get isIdle(): boolean {
    return this.#underWay === 0 && this.#waiting.length === 0;
  }

  /** Resolves when the stanza is done: durable where it has to be. Rejects with StanzaError when nobody took it in time. */
  pass(incoming: Incoming): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(new StanzaError("resource-constraint", "The room is too busy."));
    return new Promise((resolve, reject) => {
      this.#count += 1;
      const entry = { number: this.#count, incoming, since: this.#parts.now(), tries: 0, resolve, reject };
      if (this.#way && this.#fence !== undefined) return this.#send(this.#way, entry);
      this.#waiting.push(entry);
      if (this.#underWay === 0) this.#goOn();
    });
  }

  /** Whoever kept the room may keep it no longer. */
  doubt(): void {
    this.#way = undefined;
    this.#fence = undefined;
  }

  #send(way: Way, entry: Entry): void {
    this.#underWay += 1;
    way(entry.incoming, this.#fence).then(
      ({ verdict, fence }) => {
        this.#underWay -= 1;
        if (verdict === "again") this.#takeBack(entry);
        else entry.resolve();
        if (this.#way === way) this.#fence ??= fence;
        this.#goOn();
      },
      (error: Error) => {
        this.#underWay -= 1;
        entry.reject(error);
        this.#goOn();
      },
    );
  }

  /** Sends what may go now. */
  #goOn(): void {
    const way = this.#way;
    if (way && this.#fence !== undefined) {
      for (const entry of this.#waiting.splice(0)) this.#send(way, entry);
      return;
    }
    if (this.#underWay > 0) return;
    if (!way) return this.#again();
    const first = this.#waiting.shift();
    if (first) this.#send(way, first);
  }

  #takeBack(entry: Entry): void {
    const { incoming } = entry;
    const again: Incoming = incoming.kind === "stanza" ? { ...incoming, isAgain: true } : incoming;
    this.#returned.push({ ...entry, incoming: again, tries: entry.tries + 1 });
    this.doubt();
  }

  /** Nothing is under way: what came back goes again, before what came since. */
  #again(): void {
    const returned = this.#returned.toSorted((a, b) => a.number - b.number);
    this.#returned = [];
    this.#waiting = [...returned, ...this.#waiting];
    if (this.#waiting.length === 0) return;
    // The first time somebody may just have let the room go.
    if (returned.every(({ tries }) => tries < 2)) return void this.#look();
    this.#parts.timers.after(RETRY_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    // As long as something is under way, it may come back, and what came since has to wait for it.
    if (this.#isLooking || this.#way !== undefined || this.#underWay > 0) return;
    this.#isLooking = true;
    this.#expire();
    const way = this.#waiting.length > 0 ? await this.#parts.find().catch(() => undefined) : undefined;
    this.#isLooking = false;
    if (way) {
      this.#way = way;
      this.#goOn();
    } else if (this.#waiting.length > 0) this.#parts.timers.after(RETRY_MS, () => void this.#look());
  }

  #expire(): void {
    const before = this.#parts.now() - PATIENCE_MS;
    const kept = this.#waiting.findIndex(({ since }) => since >= before);
    for (const { reject } of this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept))
      reject(new StanzaError("remote-server-timeout", "The room cannot be reached.", { type: "wait" }));
  }
}
