import type { Clock } from "../../options.ts";
import { randomId } from "../../random.ts";
import type { Locks, TabChannel } from "../tab-options.ts";
import { type Answer, type Call, errorOf, presenceLock, type Told } from "./calls.ts";

export interface LineParts {
  readonly channel: TabChannel;
  readonly locks: Locks | undefined;
  readonly clock: Clock;
  /** Nobody waits for an answer whom nobody sees. */
  readonly isVisible: () => boolean;
  /** The tab that leads does not answer. */
  readonly onSilence: () => void;
  readonly onTold: (told: Told) => void;
}

export interface Asked extends Pick<Call, "path" | "given"> {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: unknown) => void;
}

export type Heir = (path: readonly string[], given: readonly unknown[]) => Promise<unknown>;

/** The leading tab is asked for a sign of life so often while it owes an answer, and while it does not, ms. */
const IMPATIENT = 800;
const PATIENT = 5_000;
/** So often it may leave that unanswered. */
const MAX_MISSES = 2;

/** What a following tab asks of the one that leads, whichever that is. */
export class Line {
  readonly #parts: LineParts;
  readonly #tab = randomId();
  readonly #asked = new Map<number, Asked>();
  #number = 0;
  #misses = 0;
  /** Who is asked when it is closed. */
  #heir: Heir | undefined;
  #cancelWatch: () => void = () => {};
  #letGo: () => void = () => {};

  constructor(parts: LineParts) {
    this.#parts = parts;
    parts.channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** Is there, so that the leading tab notices when it is not any longer. */
  async begin(): Promise<void> {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    this.#letGo = letGo;
    await new Promise<void>((resolve) => {
      const hold = () => {
        resolve();
        return held;
      };
      if (this.#parts.locks) void this.#parts.locks.request(presenceLock(this.#tab), {}, hold);
      else resolve();
    });
    this.watch();
  }

  /** @returns what the leading tab answers; undefined when there is none any longer @throws StanzaFailure and others, as the engine does */
  ask(path: readonly string[], given: readonly unknown[]): Promise<unknown> {
    if (this.#heir) return this.#heir(path, given);
    return new Promise((resolve, reject) => {
      this.#number += 1;
      this.#asked.set(this.#number, { path, given, resolve, reject });
      this.#post({ number: this.#number, path, given });
      if (this.#asked.size === 1) this.watch();
    });
  }

  /** Begins to listen for signs of life. */
  watch(): void {
    this.#cancelWatch();
    const pause = this.#asked.size > 0 ? IMPATIENT : PATIENT;
    this.#cancelWatch = this.#parts.clock.after(pause, () => this.#check());
  }

  /** Whoever asks from now on asks the `heir`. @returns what is not answered yet */
  close(heir: Heir = async () => undefined): readonly Asked[] {
    this.#heir = heir;
    this.#cancelWatch();
    this.#letGo();
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    return asked;
  }

  #hear(data: Answer | Told): void {
    this.#misses = 0;
    if ("kind" in data) {
      if (data.kind === "leads") this.#again();
      return this.#parts.onTold(data);
    }
    const asked = data.to === this.#tab ? this.#asked.get(data.number) : undefined;
    if (!asked) return;
    this.#asked.delete(data.number);
    if (data.failure) asked.reject(errorOf(data.failure));
    else asked.resolve(data.value);
  }

  /** Another tab leads now. */
  #again(): void {
    for (const [number, { path, given, reject }] of this.#asked) {
      if (!isSafeTwice(path)) {
        this.#asked.delete(number);
        reject(new Error("the tab that was asked is gone"));
      } else this.#post({ number, path, given, isAgain: true });
    }
  }

  #check(): void {
    if (!this.#parts.isVisible()) return;
    this.#misses += 1;
    if (this.#misses > MAX_MISSES) return this.#parts.onSilence();
    this.#post({ number: 0, path: ["ping"], given: [] });
    this.watch();
  }

  #post(call: Omit<Call, "from">): void {
    this.#parts.channel.postMessage({ ...call, from: this.#tab });
  }
}

/** What can be done in groups and elsewhere may have been done: the user looks, and tries again. */
export function isSafeTwice(path: readonly string[]): boolean {
  return path.every((name) => !name.endsWith("()")) && path[0] !== "devices";
}
