import { setTimeout as wait } from "node:timers/promises";
import { StreamError } from "@yonder/protocol";
import type { Session } from "../stream/session.ts";
import type { Admission } from "./admission.ts";
import type { Dispatch } from "./dispatch.ts";

/** What came of draining. `alone`: nobody else could take the sessions, so that nothing was done. */
export type DrainReport =
  | { readonly kind: "alone" }
  /** `moved` went on elsewhere or left, `ended` had not done so in time; `milliseconds` it took. */
  | { readonly kind: "drained"; readonly moved: number; readonly ended: number; readonly milliseconds: number };

/** What draining does to a session. */
export type Departing = Pick<Session, "transport" | "sendAway" | "close">;

export interface DrainOptions {
  readonly admission: Admission;
  readonly dispatch: Dispatch;
  /** How long, in milliseconds, a node that has just come up may not be known here; 0: there can be none. */
  readonly newsTime: number;
  /** The sessions here, those included whose connection is lost. */
  sessions(): Iterable<Departing>;
  /** Milliseconds of a clock that never goes back. */
  now?(): number;
  wait?(milliseconds: number): Promise<void>;
}

/** Longest time in which sessions may go on elsewhere: what stops processes often waits for ten seconds. */
const TIME = 8_000;
/** Over so long they are sent away, in steps: a herd at once would slow down the nodes that take it. Those who are not here have so long to come back. */
const SPREAD = 3_000;
const STEP = 100;
const LEAST_AT_ONCE = 10;

/** Empties this node without anybody losing a message or typing a password: its sessions go on at other nodes (XEP-0198 §5). */
export class Drain {
  readonly #options: Required<DrainOptions>;
  #report: Promise<DrainReport> | undefined;

  constructor(options: DrainOptions) {
    this.#options = { now: () => performance.now(), wait: (milliseconds) => wait(milliseconds), ...options };
  }

  /** From now on nobody is taken; resolves when no session is left here. Called again, gives the same report. */
  run(): Promise<DrainReport> {
    this.#report ??= this.#run();
    return this.#report;
  }

  async #run(): Promise<DrainReport> {
    const { admission, now } = this.#options;
    if (!(await this.#hasOthers())) {
      this.#report = undefined;
      return { kind: "alone" };
    }
    admission.isDraining = true;
    const start = now();
    const sentAway = await this.#sendAll(start);
    const ended = this.#endRest();
    return { kind: "drained", moved: Math.max(0, sentAway - ended), ended, milliseconds: Math.round(now() - start) };
  }

  /** Nodes are often restarted one right after the other: the last one may only just be back. */
  async #hasOthers(): Promise<boolean> {
    const { dispatch, newsTime, now, wait } = this.#options;
    const deadline = now() + newsTime;
    while (!dispatch.hasOthers && now() < deadline) await wait(STEP);
    return dispatch.hasOthers;
  }

  /** @returns how many sessions there were, those included that came meanwhile */
  async #sendAll(start: number): Promise<number> {
    const { sessions, now, wait } = this.#options;
    const absent = new Set<Departing>();
    const told = new Set<Departing>();
    const isWorthIt = (left: readonly Departing[]): boolean =>
      left.length > 0 && now() < start + (left.every((session) => absent.has(session)) ? SPREAD : TIME);
    for (let left = [...sessions()]; isWorthIt(left); left = [...sessions()]) {
      const waiting = left.filter((session) => !told.has(session) && !absent.has(session));
      const atOnce = Math.max(LEAST_AT_ONCE, Math.ceil(((told.size + waiting.length) * STEP) / SPREAD));
      for (const session of waiting.slice(0, atOnce)) (this.#send(session) ? told : absent).add(session);
      await wait(STEP);
    }
    return told.size + absent.size;
  }

  /** False: its connection is lost, and its client about to try another node anyway. */
  #send(session: Departing): boolean {
    if (session.transport === undefined) return false;
    const { error, seeOtherUri } = this.#options.admission.farewell(session.transport, "system-shutdown");
    session.sendAway(error, seeOtherUri);
    return true;
  }

  #endRest(): number {
    const left = [...this.#options.sessions()];
    for (const session of left) session.close(new StreamError("system-shutdown"));
    return left.length;
  }
}
