import type { Element } from "@yonder/protocol";
import { NS } from "@yonder/protocol";
import { ConnectionLost } from "../../connection.ts";
import type { Tools } from "../../people/later/people.ts";
import { StanzaFailure } from "../../requests.ts";
import type { StoredConversation } from "../../storage/storage.ts";
import { careOf } from "../care-view.ts";
import type { CareActions, StoredCare } from "../types.ts";
import { careElement, peerOf, readCare } from "./care-items.ts";
import { fetchItems, itemsOf, publishItem, retractItem } from "./own-items.ts";

/** More conversations than this are not told apart. */
const MAX_CONVERSATIONS = 5_000;

type Changes = { readonly [K in keyof StoredCare]?: StoredCare[K] | undefined };

/** What stands on top, is put away, muted, or to be read again: kept here, and at a node of our own for our other devices. */
export class Care implements CareActions {
  readonly #tools: Tools;
  #isFlushing = false;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** A new session: what did our other devices do, and what do they not know yet? */
  async begin(): Promise<void> {
    const items = await fetchItems(this.#tools.context, NS.conversations).catch((cause: unknown) => {
      // There is no such node before the first thing is kept.
      if (cause instanceof StanzaFailure && cause.condition === "item-not-found") return [];
      throw cause;
    });
    const told = new Set(items.slice(0, MAX_CONVERSATIONS).map((item) => this.#heard(item)));
    for (const { peer, care } of [...this.#tools.conversations.records])
      if (care && !told.has(peer)) this.#know(peer, {});
    await this.flush();
  }

  /** Another device of ours, or this one, changed something. */
  news(stanza: Element): void {
    const items = stanza.child("event", NS.pubsubEvent)?.child("items");
    for (const item of itemsOf(items)) this.#heard(item);
    for (const retract of items?.elements() ?? []) {
      const peer = retract.name === "retract" ? peerOf(retract) : undefined;
      if (peer) this.#know(peer, {});
    }
  }

  pin(peer: string, isPinned: boolean): void {
    const ranks = [...this.#tools.conversations.records].flatMap((record) => careOf(record).pinned ?? []);
    const pinned = isPinned ? Math.max(0, ...ranks) + 1 : undefined;
    this.#change(peer, { pinned, ...(isPinned && { archived: undefined }) }, { isPinned });
  }

  moveUp(peer: string): void {
    const onTop = [...this.#tools.conversations.records]
      .map((record) => ({ peer: record.peer, rank: careOf(record).pinned ?? Number.NaN }))
      .filter(({ rank }) => !Number.isNaN(rank))
      .sort((a, b) => a.rank - b.rank);
    const at = onTop.findIndex((one) => one.peer === peer);
    if (at < 1) return;
    // They are numbered anew: two that were put there at the same time have the same rank.
    const order = onTop
      .map((one) => one.peer)
      .toSpliced(at, 1)
      .toSpliced(at - 1, 0, peer);
    for (const [index, one] of order.entries())
      if (onTop.find((before) => before.peer === one)?.rank !== index + 1) this.#change(one, { pinned: index + 1 });
  }

  archive(peer: string, isArchived: boolean): void {
    const { last } = this.#tools.conversations.get(peer);
    const archived = isArchived ? { id: last?.archiveId ?? "", at: last?.at ?? 0 } : undefined;
    this.#change(peer, { archived, ...(isArchived && { pinned: undefined }) }, isArchived ? { isPinned: false } : {});
  }

  mute(peer: string, isMuted: boolean): void {
    if (this.#isGroup(peer)) this.#change(peer, {}, { notify: isMuted ? "none" : "all" });
    else this.#change(peer, { isMuted: isMuted || undefined });
  }

  markUnread(peer: string): void {
    this.#change(peer, { isMarked: true });
  }

  /** It has been looked at. */
  read(peer: string): void {
    if (this.#careOf(peer).isMarked) this.#change(peer, { isMarked: undefined });
  }

  /** Tells our other devices what they do not know yet. */
  async flush(): Promise<void> {
    if (this.#isFlushing || !this.#tools.context.isOnline) return;
    this.#isFlushing = true;
    try {
      for (let owed = this.#owed; owed; owed = this.#owed) await this.#publish(owed);
    } catch (cause) {
      // With the next connection.
      if (!(cause instanceof ConnectionLost)) throw cause;
    } finally {
      this.#isFlushing = false;
    }
  }

  get #owed(): StoredConversation | undefined {
    return [...this.#tools.conversations.records].find(({ care }) => care?.isOwed);
  }

  async #publish({ peer, care = {}, kind = "direct" }: StoredConversation): Promise<void> {
    const { context, conversations, groups } = this.#tools;
    try {
      if (this.#isGroup(peer)) await (await groups.open()).publish(peer);
      const element = careElement(care, kind);
      if (element) await publishItem(context, NS.conversations, peer, element);
      else await retractItem(context, NS.conversations, peer);
    } catch (cause) {
      if (!(cause instanceof StanzaFailure)) throw cause;
      // It was not there, or the server keeps nothing of the kind: then it is so on this device.
      if (cause.condition !== "item-not-found") context.log("a conversation's place could not be kept", cause);
    }
    if (conversations.get(peer).care === care)
      conversations.change(peer, { care: settled(care, { isOwed: undefined }) });
  }

  #heard(item: Element): string | undefined {
    const peer = peerOf(item);
    if (peer) this.#know(peer, readCare(item));
    return peer;
  }

  #know(peer: string, care: StoredCare): void {
    const before = this.#careOf(peer);
    // What was done here later is told them first.
    if (before.isOwed || JSON.stringify(before) === JSON.stringify(care)) return;
    this.#tools.conversations.change(peer, { care });
  }

  #change(peer: string, changes: Changes, inGroup: { isPinned?: boolean; notify?: "all" | "none" } = {}): void {
    const { conversations, groups, attempt } = this.#tools;
    const record = conversations.get(peer);
    // One that came back long ago is put away no longer, even if it is muted now.
    const stale = careOf(record).isArchived ? {} : { archived: undefined };
    conversations.change(peer, {
      care: settled(this.#careOf(peer), { ...stale, ...changes, isOwed: true }),
      ...(record.group && { group: { ...record.group, ...inGroup } }),
    });
    if (record.group) groups.loaded?.touched(peer);
    attempt("a conversation's place could not be kept", this.flush());
  }

  #careOf(peer: string): StoredCare {
    return this.#tools.conversations.get(peer).care ?? {};
  }

  #isGroup(peer: string): boolean {
    return this.#tools.groups.isGroup(peer);
  }
}

function settled(care: StoredCare, changes: Changes): StoredCare {
  return Object.fromEntries(Object.entries({ ...care, ...changes }).filter(([, value]) => value !== undefined));
}
