import { type Element, NS, serialize, xml } from "@yonder/protocol";
import { bareOf } from "../../address.ts";
import { revive } from "../../groups/wire.ts";
import type { ConversationKind } from "../../types.ts";
import type { StoredCare } from "../types.ts";
import { isUsual, readNotify, withNotify } from "./notify.ts";

const OURS = ["pinned", "archived", "unread"];
/** Characters of an address, and of what an item says in all. */
const LONGEST_ADDRESS = 3_071;
const LONGEST_ITEM = 4_000;

/** Whose conversation an item of ours is about; undefined when it is about none. */
export function peerOf(item: Element): string | undefined {
  const id = item.attr("id") ?? "";
  return id.includes("@") && id === bareOf(id) && id.length <= LONGEST_ADDRESS ? id : undefined;
}

export function readCare(item: Element): StoredCare {
  const conversation = item.child("conversation", NS.conversations);
  const foreign = conversation && serialize(conversation);
  if (!conversation || !foreign || foreign.length > LONGEST_ITEM) return {};
  const rank = Number(conversation.child("pinned")?.attr("rank") ?? 0);
  const archived = conversation.child("archived");
  const at = Date.parse(archived?.attr("stamp") ?? "");
  return {
    foreign,
    ...(conversation.child("pinned") && { pinned: Number.isFinite(rank) ? rank : 0 }),
    ...(archived && { archived: { id: archived.attr("id") ?? "", at: Number.isNaN(at) ? 0 : at } }),
    ...(readNotify(conversation.child("notify", NS.notificationSettings)) === "none" && { isMuted: true }),
    ...(conversation.child("unread") && { isMarked: true }),
  };
}

/** What our other devices are to know; undefined when there is nothing to say. */
export function careElement(care: StoredCare, kind: ConversationKind): Element | undefined {
  const { pinned, archived, isMuted, isMarked, foreign } = care;
  const before = revive(foreign);
  const others = before?.elements().filter(({ ns, name }) => !(ns === NS.conversations && OURS.includes(name))) ?? [];
  const notify = before?.child("notify", NS.notificationSettings);
  const settings = kind === "group" || !(isMuted || notify) ? notify : withNotify(notify, isMuted ? "none" : "all");
  const children = [
    ...others.filter((child) => child !== notify),
    ...(pinned === undefined ? [] : [xml("pinned", NS.conversations, { rank: String(pinned) })]),
    ...(archived ? [archivedElement(archived)] : []),
    ...(isMarked ? [xml("unread", NS.conversations)] : []),
    ...(settings && !isUsual(settings) ? [settings] : []),
  ];
  return children.length > 0 ? xml("conversation", NS.conversations, null, ...children) : undefined;
}

function archivedElement({ id, at }: { readonly id: string; readonly at: number }): Element {
  return xml("archived", NS.conversations, { id: id || undefined, stamp: new Date(at).toISOString() });
}
