import { type Element, weightOf, withAttrs } from "@yonder/protocol";
import type { Audience, Telling } from "./audience.ts";
import type { Mark, Outlet } from "./keeper.ts";
import type { Place, Room } from "./room.ts";
import { packTellings, unpackTellings } from "./wire.ts";

export const TELL = "rooms/tell";
/** Characters of what is said to another node in one go. */
const MOST_TEXT = 128 * 1_024;
/** Roughly, of an address. */
const ADDRESS = 48;
/** How long another node may take to hear it. */
const HEARD_MS = 5_000;

interface Parts {
  readonly node: string;
  readonly audience: Audience;
  ask(node: string, topic: string, question: string, timeoutMs: number): Promise<string | undefined>;
  send(stanza: Element): unknown;
  route(stanza: Element, isKept: boolean): unknown;
  said(room: Room, stanza: Element, author: string): void;
  fenceOf(room: string): number;
  /** Nobody is at these addresses, on the node where they were. */
  onMissing(room: string, jids: readonly string[]): void;
  /** The node may not have heard what these rooms said. */
  onUnheard(node: string, rooms: readonly string[]): void;
}

interface Outgoing {
  tellings: Telling[];
  length: number;
}

/** Tells sessions on all nodes what their rooms say: one text for all of them on a node, and what is said in a turn goes there together. */
export class Megaphone implements Outlet {
  readonly #parts: Parts;
  readonly #outgoing = new Map<string, Outgoing>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  tell(room: Room, places: readonly Place[], stanza: Element, mark: Mark): void {
    const { node: own, fenceOf, send } = this.#parts;
    const fence = fenceOf(room.jid.bare);
    for (const [node, to] of byNode(places)) {
      const telling = { room: room.jid.bare, fence, ...mark, to, stanza };
      if (node === own) this.#tellHere(telling);
      else if (node !== undefined) this.#add(node, telling);
      else for (const jid of to) send(withAttrs(stanza, { to: jid }));
    }
  }

  route(stanza: Element, isKept: boolean): void {
    this.#parts.route(stanza, isKept);
  }

  said(room: Room, stanza: Element, author: string): void {
    this.#parts.said(room, stanza, author);
  }

  /** What another node's rooms tell sessions here; answers who is not here. */
  hear(text: string): string {
    const missing = unpackTellings(text).map((telling) => ({
      room: telling.room,
      jids: this.#parts.audience.tell(telling),
    }));
    return JSON.stringify(missing.filter(({ jids }) => jids.length > 0));
  }

  #tellHere(telling: Telling): void {
    const missing = this.#parts.audience.tell(telling);
    if (missing.length > 0) this.#parts.onMissing(telling.room, missing);
  }

  #add(node: string, telling: Telling): void {
    const outgoing = this.#outgoing.get(node) ?? { tellings: [], length: 0 };
    if (outgoing.tellings.length === 0) setImmediate(() => this.#flush(node));
    outgoing.tellings.push(telling);
    outgoing.length += weightOf(telling.stanza) + telling.to.length * ADDRESS;
    this.#outgoing.set(node, outgoing);
    if (outgoing.length > MOST_TEXT) this.#flush(node);
  }

  #flush(node: string): void {
    const { tellings } = this.#outgoing.get(node) ?? { tellings: [] };
    this.#outgoing.delete(node);
    if (tellings.length > 0) void this.#post(node, tellings);
  }

  async #post(node: string, tellings: readonly Telling[]): Promise<void> {
    const answer = await this.#parts.ask(node, TELL, packTellings(tellings), HEARD_MS);
    const missing = answer === undefined ? undefined : missingIn(answer);
    if (missing === undefined) return this.#parts.onUnheard(node, [...new Set(tellings.map(({ room }) => room))]);
    for (const { room, jids } of missing) this.#parts.onMissing(room, jids);
  }
}

interface Missing {
  readonly room: string;
  readonly jids: readonly string[];
}

/** undefined: it makes no sense. */
function missingIn(answer: string): readonly Missing[] | undefined {
  try {
    return JSON.parse(answer) as readonly Missing[];
  } catch {
    return undefined;
  }
}

function byNode(places: readonly Place[]): ReadonlyMap<string | undefined, string[]> {
  const nodes = new Map<string | undefined, string[]>();
  for (const { node, jid } of places) {
    const known = nodes.get(node);
    if (known) known.push(jid);
    else nodes.set(node, [jid]);
  }
  return nodes;
}
