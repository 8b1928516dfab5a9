import type { Body } from "./body-reader.ts";

/** A request of a session, whichever way it came. */
export interface BoshRequest {
  readonly body: Body;
  /** Sends the answer; called once. */
  answer(text: string): void;
}

interface Held {
  request: BoshRequest;
  since: number;
  /** Its line is not broken: the answer will go somewhere. */
  isLive: boolean;
}

/** Requests that were read and wait for their answer, in order. */
export class HeldRequests {
  #held: Held[] = [];

  get size(): number {
    return this.#held.length;
  }

  /** How many can be answered. */
  get liveCount(): number {
    return this.#held.filter(({ isLive }) => isLive).length;
  }

  /** Since when the oldest waits that can be answered. */
  get waitingSince(): number | undefined {
    return this.#held.find(({ isLive }) => isLive)?.since;
  }

  /** Nobody listens to the oldest any more. */
  get isOldestBroken(): boolean {
    return this.#held[0]?.isLive === false;
  }

  add(request: BoshRequest, now: number): void {
    this.#held.push({ request, since: now, isLive: true });
  }

  /** The request of this id that waits, if there is one. */
  find(rid: number): BoshRequest | undefined {
    return this.#held.find(({ request }) => request.body.rid === rid)?.request;
  }

  /** Its line broke: the client will ask again, or is gone. */
  abandon(request: BoshRequest): void {
    const held = this.#held.find((it) => it.request === request);
    if (held) held.isLive = false;
  }

  /** The same request came again, by another line. Gives the former, if that one still waits for an answer. */
  replace(request: BoshRequest, now: number): BoshRequest | undefined {
    const held = this.#held.find((it) => it.request.body.rid === request.body.rid);
    if (!held) return undefined;
    const former = held.isLive ? held.request : undefined;
    held.request = request;
    held.since = now;
    held.isLive = true;
    return former;
  }

  /** Takes out the oldest; `isLive`: whether anybody will read its answer. */
  shift(): { readonly request: BoshRequest; readonly isLive: boolean } | undefined {
    return this.#held.shift();
  }

  /** Takes out all that can be answered, oldest first; the others go as well. */
  takeLive(): BoshRequest[] {
    const held = this.#held;
    this.#held = [];
    return held.filter(({ isLive }) => isLive).map(({ request }) => request);
  }
}
