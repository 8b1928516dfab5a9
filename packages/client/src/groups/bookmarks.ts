import { type Element, NS, serialize, xml } from "@yonder/protocol";
import { bareOf } from "../address.ts";
import { readNotify, withNotify } from "../care/later/notify.ts";
import { publishItem, retractItem } from "../care/later/own-items.ts";
import type { Context } from "../context.ts";
import type { GroupNotify } from "./types.ts";
import { revive } from "./wire.ts";

const PINNING = "urn:xmpp:bookmarks-pinning:0";

/** A group that we belong to, as all our devices know it (XEP-0402 §3). */
export interface Bookmark {
  readonly group: string;
  readonly name: string;
  readonly nick: string;
  readonly isEntered: boolean;
  readonly password?: string;
  readonly notify: GroupNotify;
  /** XEP-0469 */
  readonly isPinned: boolean;
  /** What other programs keep in it, as text. */
  readonly extensions?: string;
}

/** What the node says now: a bookmark is new or changed, or gone. */
export interface BookmarkNews {
  readonly set: readonly Bookmark[];
  readonly removed: readonly string[];
}

/** All bookmarks in the answer to `<items/>`. */
export function readBookmarks(result: Element): readonly Bookmark[] {
  const items = result.child("pubsub", NS.pubsub)?.child("items");
  return items?.elements().flatMap((item) => readBookmark(item)) ?? [];
}

/** A notification of the node. */
export function readNews(event: Element): BookmarkNews {
  const children = event.child("event", NS.pubsubEvent)?.child("items")?.elements() ?? [];
  return {
    set: children.flatMap((child) => (child.name === "item" ? readBookmark(child) : [])),
    removed: children.flatMap((child) => (child.name === "retract" ? [bareOf(child.attr("id") ?? "")] : [])),
  };
}

export async function publishBookmark(context: Context, bookmark: Bookmark): Promise<void> {
  await publishItem(context, NS.bookmarks, bookmark.group, conference(bookmark));
}

export async function retractBookmark(context: Context, group: string): Promise<void> {
  await retractItem(context, NS.bookmarks, group);
}

function readBookmark(item: Element): Bookmark[] {
  const group = bareOf(item.attr("id") ?? "");
  const conference = item.child("conference", NS.bookmarks);
  if (!conference || !group.includes("@")) return [];
  const extensions = conference.child("extensions");
  const password = conference.childText("password");
  return [
    {
      group,
      name: conference.attr("name") ?? "",
      nick: conference.childText("nick") ?? "",
      isEntered: /^(true|1)$/.test(conference.attr("autojoin") ?? ""),
      notify: readNotify(extensions?.child("notify", NS.notificationSettings)) ?? "all",
      isPinned: extensions?.child("pinned", PINNING) !== undefined,
      ...(password && { password }),
      ...(extensions && { extensions: serialize(extensions) }),
    },
  ];
}

function conference({ name, nick, isEntered, password, notify, isPinned, extensions }: Bookmark): Element {
  const before = revive(extensions);
  return xml(
    "conference",
    NS.bookmarks,
    { name: name || undefined, autojoin: String(isEntered) },
    nick ? xml("nick", NS.bookmarks, null, nick) : undefined,
    password ? xml("password", NS.bookmarks, null, password) : undefined,
    xml(
      "extensions",
      NS.bookmarks,
      null,
      withNotify(before?.child("notify", NS.notificationSettings), notify),
      isPinned ? xml("pinned", PINNING) : undefined,
      // XEP-0402 §3.3: what other programs put there stays.
      ...(before?.elements().filter(({ ns }) => ns !== NS.notificationSettings && ns !== PINNING) ?? []),
    ),
  );
}
