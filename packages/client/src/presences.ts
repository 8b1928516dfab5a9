import type { Element } from "@yonder/protocol";
import { bareOf, resourceOf } from "./address.ts";
import type { PresenceState } from "./types.ts";

export interface Presence {
  readonly state: PresenceState;
  readonly status?: string;
}

/** By full address: priority, show and status, plain data. */
export type StoredPresence = readonly [address: string, priority: number, show: string, status: string];

interface Resource {
  readonly priority: number;
  readonly show: string;
  readonly status: string;
}

const MAX_RESOURCES = 20;
const GONE: Presence = { state: "gone" };

/** Who is here (RFC 6121 §4): the device with the highest priority speaks for its owner. */
export class Presences {
  readonly #resources = new Map<string, Map<string, Resource>>();

  get(address: string): Presence {
    const resources = [...(this.#resources.get(address)?.values() ?? [])];
    const best = resources.sort((a, b) => rank(b) - rank(a))[0];
    if (!best) return GONE;
    const state = best.show === "away" || best.show === "xa" ? "away" : "here";
    return { state, ...(best.status && { status: best.status }) };
  }

  /** Takes an available or unavailable presence. */
  update(presence: Element): void {
    const from = presence.attr("from") ?? "";
    if (presence.attr("type") === "unavailable") return this.#remove(from);
    const priority = Number.parseInt(presence.childText("priority") ?? "0", 10) || 0;
    this.#set(from, { priority, show: presence.childText("show") ?? "", status: presence.childText("status") ?? "" });
  }

  forget(address: string): void {
    this.#resources.delete(address);
  }

  /** Forgets the others. */
  keep(isWanted: (address: string) => boolean): void {
    for (const address of this.#resources.keys()) if (!isWanted(address)) this.forget(address);
  }

  clear(): void {
    this.#resources.clear();
  }

  get stored(): readonly StoredPresence[] {
    const owners = [...this.#resources];
    return owners.flatMap(([address, resources]) =>
      [...resources].map(
        ([name, { priority, show, status }]): StoredPresence => [`${address}/${name}`, priority, show, status],
      ),
    );
  }

  restore(stored: readonly StoredPresence[]): void {
    for (const [address, priority, show, status] of stored) this.#set(address, { priority, show, status });
  }

  #set(from: string, resource: Resource): void {
    const resources = this.#resources.get(bareOf(from)) ?? new Map<string, Resource>();
    if (resources.size < MAX_RESOURCES || resources.has(resourceOf(from))) resources.set(resourceOf(from), resource);
    this.#resources.set(bareOf(from), resources);
  }

  #remove(from: string): void {
    const resources = this.#resources.get(bareOf(from));
    // RFC 6121 §4.5.4: from a bare address, all of them are gone.
    if (resourceOf(from)) resources?.delete(resourceOf(from));
    if (!resourceOf(from) || resources?.size === 0) this.#resources.delete(bareOf(from));
  }
}

/** "away" ranks below "here" whatever its priority: somebody who is at any device is here. */
function rank({ priority, show }: Resource): number {
  return priority + (show === "away" || show === "xa" ? 0 : 1000);
}
