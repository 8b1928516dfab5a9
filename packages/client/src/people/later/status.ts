import { type Element, NS, xml } from "@yonder/protocol";
import { firstPresence } from "../../answers/first-presence.ts";
import { fetchItems, itemsOf, publishItem } from "../../care/later/own-items.ts";
import { StanzaFailure } from "../../requests.ts";
import type { Tools } from "./people.ts";

/** Characters of what we say of ourselves. */
const LONGEST = 200;
const ITEM = "current";

/** What we say of ourselves at present: in our presence, and kept for our other devices (docs/conversations.md). */
export class Status {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** A new session: another device may have said something else. */
  async begin(): Promise<void> {
    const items = await fetchItems(this.#tools.context, NS.ownStatus).catch((cause: unknown) => {
      if (cause instanceof StanzaFailure) return undefined; // nothing was ever said
      throw cause;
    });
    const [item] = items ?? [];
    if (item) this.#heard(item);
  }

  news(stanza: Element): void {
    for (const item of itemsOf(stanza.child("event", NS.pubsubEvent)?.child("items"))) this.#heard(item);
  }

  async set(text: string): Promise<void> {
    const status = text.trim().slice(0, LONGEST);
    this.#say(status);
    await publishItem(this.#tools.context, NS.ownStatus, ITEM, xml("status", NS.ownStatus, null, status));
  }

  #heard(item: Element): void {
    this.#say(item.childText("status", NS.ownStatus)?.slice(0, LONGEST) ?? "");
  }

  #say(status: string): void {
    const { state, context } = this.#tools;
    if (status === (state.stored.status ?? "")) return;
    state.change({ status });
    context.send(firstPresence(status));
  }
}
