import { chatStateOf, type Element, NS, weightOf } from "@yonder/protocol";

/** Stanzas that may be held back, and characters of them, roughly: beyond it, all go out. */
const MAX_STANZAS = 500;
const MAX_WEIGHT = 262_144;

/**
 * What waits while nobody looks at a client (XEP-0352 §3.2): of presence the last of each address, of chat states the last of each
 * conversation, and headlines. It goes out, in the order in which it came, before anything that does not wait.
 */
export class HeldBack {
  readonly #stanzas = new Map<string, Element>();
  #weight = 0;
  #count = 0;

  /** False: it does not wait, or there are too many. */
  hold(stanza: Element): boolean {
    const topic = topicOf(stanza);
    if (topic === undefined) return false;
    this.#count += 1;
    const key = topic === "" ? String(this.#count) : topic;
    this.#weight += weightOf(stanza) - this.#drop(key);
    this.#stanzas.set(key, stanza);
    if (this.#stanzas.size <= MAX_STANZAS && this.#weight <= MAX_WEIGHT) return true;
    this.#weight -= this.#drop(key);
    return false;
  }

  /** All that waits. */
  *[Symbol.iterator](): Iterator<Element> {
    yield* this.#stanzas.values();
  }

  /** Returns its weight. */
  #drop(key: string): number {
    const former = this.#stanzas.get(key);
    this.#stanzas.delete(key);
    return former ? weightOf(former) : 0;
  }
}

/** Of two stanzas with one topic only the later one matters; "": each matters; undefined: it does not wait. */
function topicOf(stanza: Element): string | undefined {
  if (stanza.name === "presence") return isNews(stanza) ? undefined : `presence ${stanza.attr("from")}`;
  if (stanza.name !== "message" || stanza.attr("type") === "error") return undefined;
  const { copied, message } = unwrapped(stanza);
  if (isChatStateOnly(message)) return `state ${copied} ${message.attr("from")} ${message.attr("to")}`;
  return stanza.attr("type") === "headline" ? "" : undefined;
}

/** Presence that asks for something or answers it, as what a room says of one's own entry (XEP-0045 §7.2). */
function isNews(presence: Element): boolean {
  const type = presence.attr("type");
  if (type !== undefined && type !== "unavailable") return true;
  return presence.child("x", NS.mucUser)?.child("status") !== undefined;
}

/** What a carbon copy is a copy of. */
function unwrapped(message: Element): { readonly copied: string; readonly message: Element } {
  const carbon = message.childWithNs(NS.carbons);
  const inner = carbon?.child("forwarded", NS.forward)?.child("message", NS.client);
  return carbon && inner ? { copied: carbon.name, message: inner } : { copied: "", message };
}

function isChatStateOnly(message: Element): boolean {
  return chatStateOf(message) !== undefined && message.elements().every(isBeside);
}

function isBeside({ ns, name }: Element): boolean {
  return ns === NS.chatStates || ns === NS.hints || ns === NS.sid || name === "thread";
}
