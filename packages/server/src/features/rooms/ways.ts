import { systemTimers } from "../../store/timers.ts";
import type { Host } from "../feature.ts";
import { Gate, type Way } from "./gate.ts";
import type { Keepers, Taken } from "./keepers.ts";
import { type Incoming, packIncoming } from "./wire.ts";

/** What a node is asked to take for a room that it keeps. */
export const TAKE = "rooms/take";
/** How long it may take to have it handled. */
const TAKEN_MS = 8_000;

/** Somebody else is to take it, or the same one later. */
export const AGAIN: Taken = { verdict: "again", fence: undefined };

/** The ways from this node to those that keep rooms, this one among them. */
export class Ways {
  readonly #host: Host;
  readonly #keepers: Keepers;
  readonly #gates = new Map<string, Gate>();
  /** Where the rooms were last, by name. */
  readonly #places = new Map<string, string>();
  /** By node, who waits for its answer. */
  readonly #asked = new Map<string, Set<(taken: Taken) => void>>();
  #wereIdle: ReadonlySet<string> = new Set();

  constructor(host: Host, keepers: Keepers) {
    this.#host = host;
    this.#keepers = keepers;
  }

  /** Takes it to whoever keeps the room. Resolves when it is done, and rejects with StanzaError when nobody took it in time. */
  pass(name: string, incoming: Incoming): Promise<void> {
    const known = this.#gates.get(name);
    if (known) return known.pass(incoming);
    const find = () => this.#find(name);
    const gate = new Gate({ find, now: () => performance.now(), timers: systemTimers });
    this.#gates.set(name, gate);
    return gate.pass(incoming);
  }

  /** Rooms may have moved, and these nodes are all that there are. */
  doubt(nodes: ReadonlySet<string>): void {
    for (const gate of this.#gates.values()) gate.doubt();
    // What a dead node was asked it will not answer.
    for (const [node, asked] of this.#asked) {
      if (nodes.has(node)) continue;
      this.#asked.delete(node);
      for (const give of [...asked]) give(AGAIN);
    }
  }

  /** Forgets the ways on which nothing has gone since the last time. */
  sweep(): void {
    const idle = [...this.#gates].filter(([, gate]) => gate.isIdle).map(([name]) => name);
    for (const name of idle) if (this.#wereIdle.has(name)) this.#forget(name);
    this.#wereIdle = new Set(idle);
  }

  /** The node that took what was last passed to a room. */
  placeOf(name: string): string | undefined {
    return this.#places.get(name);
  }

  #forget(name: string): void {
    this.#gates.delete(name);
    this.#places.delete(name);
  }

  async #find(name: string): Promise<Way> {
    const node = await this.#host.placement.claim(name);
    this.#places.set(name, node);
    if (node === this.#host.nodeId) return (incoming, fence) => this.#keepers.take(name, incoming, fence);
    return (incoming, fence) => this.#ask(node, packIncoming(name, incoming, fence));
  }

  #ask(node: string, question: string): Promise<Taken> {
    const asked = this.#asked.get(node) ?? new Set();
    this.#asked.set(node, asked);
    return new Promise((resolve) => {
      const give = (taken: Taken) => {
        asked.delete(give);
        resolve(taken);
      };
      asked.add(give);
      const answered = this.#host.relay.ask(node, TAKE, question, TAKEN_MS);
      const taken = answered.then((answer) => (answer === undefined ? AGAIN : (JSON.parse(answer) as Taken)));
      // As when it does not answer.
      void taken.catch(() => AGAIN).then(give);
    });
  }
}
