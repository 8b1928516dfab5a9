import type { BoshRequest } from "./held-requests.ts";
import { SUPERSEDED } from "./wrapper.ts";

/** How often requests may come again in quick succession, and what is not quick, ms. */
const MAX_REPETITIONS = 16;
const SLOW = 500;

/** Where a request stands: in its turn or before it, come again, come again too often, or beyond what may be under way. */
export type Place = "ahead" | "again" | "too-often" | "outside";

/** Puts the requests of a session into the order of their ids (XEP-0124 §14.2). */
export class RequestOrder {
  readonly #window: number;
  readonly #early = new Map<number, BoshRequest>();
  #awaited: number;
  #repetitions = 0;
  #repeatedAt = 0;

  /** `first`: id of the request that created the session; `window`: how many a client may have under way. */
  constructor(first: number, window: number) {
    this.#awaited = first + 1;
    this.#window = window;
  }

  /** Id of the last request that was read. */
  get lastRid(): number {
    return this.#awaited - 1;
  }

  /** Takes a request that stands ahead. */
  offer(request: BoshRequest, now: number): Place {
    const { rid, header } = request.body;
    if (rid < this.#awaited) return this.#isRepeatedTooOften(now) ? "too-often" : "again";
    // XEP-0124 §11: one more, if it is to pause or to end.
    const isExtra = header.attr("type") === "terminate" || header.attr("pause") !== undefined;
    if (rid >= this.#awaited + this.#window + (isExtra ? 1 : 0)) return "outside";
    this.#early.get(rid)?.answer(SUPERSEDED);
    this.#early.set(rid, request);
    return "ahead";
  }

  /** Takes out the request whose turn it is. */
  next(): BoshRequest | undefined {
    const request = this.#early.get(this.#awaited);
    if (!request) return undefined;
    this.#early.delete(this.#awaited);
    this.#awaited += 1;
    return request;
  }

  /** Its line broke. */
  abandon(request: BoshRequest): void {
    if (this.#early.get(request.body.rid) === request) this.#early.delete(request.body.rid);
  }

  /** Takes out all that came before their turn. */
  takeAll(): BoshRequest[] {
    const requests = [...this.#early.values()];
    this.#early.clear();
    return requests;
  }

  #isRepeatedTooOften(now: number): boolean {
    this.#repetitions = now - this.#repeatedAt < SLOW ? this.#repetitions + 1 : 0;
    this.#repeatedAt = now;
    return this.#repetitions > MAX_REPETITIONS;
  }
}
