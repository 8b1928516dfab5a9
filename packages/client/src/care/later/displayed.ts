import { type Element, NS, stanzaId, stanzaIdOf, xml } from "@yonder/protocol";
import { ConnectionLost } from "../../connection.ts";
import { archivedAt, BEGINNING } from "../../message-order.ts";
import type { Tools } from "../../people/later/people.ts";
import { StanzaFailure } from "../../requests.ts";
import { peerOf } from "./care-items.ts";
import { fetchItems, itemsOf, publishItem } from "./own-items.ts";

/** Whoever reads on in a conversation is done with it after so long, ms. */
const CALM = 1_500;

/** How far we have read, told to our other devices whether those who wrote may know it or not. */
export class Displayed {
  readonly #tools: Tools;
  /** Ids that the node has, as far as is known, by conversation. */
  readonly #told = new Map<string, string>();
  readonly #owed = new Set<string>();
  #cancel: (() => void) | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** §4.4 */
  async begin(): Promise<void> {
    const items = await fetchItems(this.#tools.context, NS.ownDisplayed).catch((cause: unknown) => {
      if (cause instanceof StanzaFailure) return []; // nothing was read yet, or nothing is kept here
      throw cause;
    });
    for (const item of items) this.#heard(item);
    this.#soon();
  }

  clear(): void {
    this.#cancel?.();
    this.#told.clear();
    this.#owed.clear();
  }

  news(stanza: Element): void {
    for (const item of itemsOf(stanza.child("event", NS.pubsubEvent)?.child("items"))) this.#heard(item);
  }

  /** All of it was seen on this device. */
  read(peer: string): void {
    const id = this.#readUpTo(peer);
    if (!id || id === this.#told.get(peer)) return;
    this.#owed.add(peer);
    this.#soon();
  }

  #soon(): void {
    this.#cancel?.();
    const { clock } = this.#tools.context;
    if (this.#owed.size > 0)
      this.#cancel = clock.after(CALM, () => this.#tools.attempt("what was read could not be told", this.#flush()));
  }

  async #flush(): Promise<void> {
    for (const peer of [...this.#owed]) {
      const id = this.#readUpTo(peer);
      // What is read meanwhile is owed anew.
      this.#owed.delete(peer);
      if (id && id !== this.#told.get(peer)) await this.#publish(peer, id);
    }
  }

  /** §4.2 */
  async #publish(peer: string, id: string): Promise<void> {
    const { context } = this.#tools;
    const displayed = xml("displayed", NS.ownDisplayed, null, stanzaId(this.#keeperOf(peer), id));
    this.#told.set(peer, id);
    try {
      await publishItem(context, NS.ownDisplayed, peer, displayed);
    } catch (cause) {
      if (cause instanceof ConnectionLost) {
        this.#told.delete(peer);
        this.#owed.add(peer);
        throw cause;
      }
      context.log("what was read could not be told", cause);
    }
  }

  #heard(item: Element): void {
    const { conversations, unread } = this.#tools;
    const peer = peerOf(item);
    const displayed = item.child("displayed", NS.ownDisplayed);
    const id = peer && displayed && stanzaIdOf(displayed, this.#keeperOf(peer));
    if (!peer || !id) return;
    this.#told.set(peer, id);
    if (!conversations.has(peer)) return;
    const { unread: waiting, readPosition = BEGINNING, awaitedRead } = conversations.get(peer);
    const place = archivedAt(id)?.place;
    if (awaitedRead === id || (place !== undefined && place <= readPosition.place)) return;
    // One of ours may be named, or one that has no words: what stands up to there is read.
    const shown = waiting.findLast((entry) => entry.key === id || (place !== undefined && entry.place <= place));
    if (shown) unread.readElsewhere(peer, shown.key);
    else unread.readElsewhere(peer, id);
  }

  /** The archive's id of the newest message that we have read; undefined where it has none. */
  #readUpTo(peer: string): string | undefined {
    const { readUpTo } = this.#tools.conversations.get(peer);
    const message = readUpTo === undefined ? undefined : this.#tools.messages.find(readUpTo);
    return message?.archiveId;
  }

  /** Whose archive gave the ids: a group's own one, else ours. */
  #keeperOf(peer: string): string {
    return this.#tools.groups.isGroup(peer) ? peer : this.#tools.context.address;
  }
}
