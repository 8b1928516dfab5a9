import { type Element, elementParser, NS, serialize, UNLIMITED } from "@yonder/protocol";
import type { Delivery } from "../router/route.ts";
import type { EnvelopeHead } from "./frame.ts";
import type { Asker, Envelope } from "./relay.ts";

/** An envelope ready to travel: its stanza as text. */
export interface PackedEnvelope {
  readonly head: EnvelopeHead;
  readonly text: string;
}

const parse = elementParser(UNLIMITED, NS.client);

const KINDS: ReadonlySet<unknown> = new Set<Delivery["kind"]>(["deliver", "carbon-received", "carbon-sent"]);

export function pack(envelope: Envelope): PackedEnvelope {
  const { to, deliveries, stanza, isSignal, archiveId, after, reachedTo } = envelope;
  const text = serialize(stanza, NS.client);
  return { head: { to, deliveries, isSignal, archiveId, after, reachedTo, size: Buffer.byteLength(text) }, text };
}

/** Takes envelopes out of a frame, one after the other. */
export class Unpacking {
  readonly #heads: readonly unknown[];
  readonly #texts: Buffer;
  #index = 0;
  #at = 0;

  constructor(heads: readonly unknown[], texts: Buffer) {
    this.#heads = heads;
    this.#texts = texts;
  }

  /** How many were taken. */
  get index(): number {
    return this.#index;
  }

  get hasMore(): boolean {
    return this.#index < this.#heads.length;
  }

  /** The next one; throws when it is broken, and may be called again for the one behind it. */
  next(): Envelope {
    const head = this.#heads[this.#index++];
    if (!isHead(head)) {
      this.#at += sizeIn(head);
      throw new TypeError("a broken envelope");
    }
    const text = this.#text(head.size);
    return envelopeOf(head, parse(text));
  }

  #text(size: number): string {
    const from = this.#at;
    this.#at += size;
    if (this.#at > this.#texts.length) throw new RangeError("an envelope cut off");
    return this.#texts.toString("utf8", from, this.#at);
  }
}

/** Kinds of delivery that are not known here are left out. */
function envelopeOf(head: EnvelopeHead, stanza: Element): Envelope {
  const { to, deliveries, archiveId, after, reachedTo, isSignal } = head;
  const known = deliveries.every((delivery) => isKnown(delivery)) ? deliveries : deliveries.filter(isKnown);
  return { version: 1, to, deliveries: known, stanza, isSignal: isSignal || undefined, archiveId, after, reachedTo };
}

function isHead(value: unknown): value is EnvelopeHead {
  if (typeof value !== "object" || value === null) return false;
  const { to, deliveries, size, archiveId, after, reachedTo } = value as Partial<Record<keyof EnvelopeHead, unknown>>;
  return (
    typeof to === "string" &&
    Array.isArray(deliveries) &&
    isCount(size) &&
    (archiveId === undefined || isCount(archiveId)) &&
    (after === undefined || isCount(after)) &&
    (reachedTo === undefined || isAsker(reachedTo))
  );
}

/** Of an envelope that cannot be read otherwise; without it nothing behind can be found either. */
function sizeIn(head: unknown): number {
  const size = typeof head === "object" && head !== null && "size" in head ? head.size : undefined;
  return isCount(size) ? size : Number.POSITIVE_INFINITY;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isAsker(value: unknown): value is Asker {
  if (typeof value !== "object" || value === null) return false;
  const { user, id } = value as Partial<Record<keyof Asker, unknown>>;
  return typeof user === "string" && typeof id === "string";
}

function isKnown(value: unknown): value is Delivery {
  if (typeof value !== "object" || value === null) return false;
  const { kind, resource } = value as Partial<Record<keyof Delivery, unknown>>;
  return KINDS.has(kind) && typeof resource === "string";
}
