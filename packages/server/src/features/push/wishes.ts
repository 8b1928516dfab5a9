import { type Element, NS, namesPerson, notificationSettingFor, parseElement, UNLIMITED } from "@yonder/protocol";
import { accountPlace, type PubsubItem } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";

/** Of a kind, so many conversations of a user are looked through, some at once; and of what is said of them, so many characters in all and of one. */
const MOST = 5_000;
const PAGE = 100;
const MOST_TEXT = 4_194_304;
const LONGEST = 4_000;

/** Of what a user wants to be told on a kind of clients, as their own nodes say (docs/conversations.md). */
export interface Wishes {
  /** Bare addresses of those of whom nothing is to be told. */
  readonly muted: ReadonlySet<string>;
  /** By bare address, the groups they are in and want to be told of. */
  readonly groups: ReadonlyMap<string, GroupWish>;
}

interface GroupWish {
  /** Under which name they are there. */
  readonly nick: string;
  readonly ofMentionsAlone: boolean;
}

/** `type` of clients, such as `web`. */
export async function wishesOf(host: Pick<Host, "store">, owner: number, type: string): Promise<Wishes> {
  const conversations = await itemsOf(host, owner, NS.conversations);
  const bookmarks = await itemsOf(host, owner, NS.bookmarks);
  return {
    muted: new Set(conversations.filter((item) => isMuted(item, type)).map(({ id }) => id)),
    groups: new Map(bookmarks.flatMap((item) => groupIn(item, type))),
  };
}

/** Whether somebody who belongs to a group is to be told of what was said there. */
export function wantsToHear({ groups }: Wishes, group: string, user: string, message: Element): boolean {
  const wish = groups.get(group);
  if (!wish?.ofMentionsAlone) return wish !== undefined;
  return namesPerson(message.childText("body") ?? "", { nick: wish.nick, address: user });
}

async function itemsOf({ store }: Pick<Host, "store">, owner: number, node: string): Promise<readonly PubsubItem[]> {
  const items: PubsubItem[] = [];
  let [index, length] = [0, 0];
  for (let count = 1; index < Math.min(count, MOST) && length < MOST_TEXT; index += PAGE) {
    const page = await store.pubsub.items(accountPlace(owner), node, { index, limit: PAGE });
    items.push(...page.items.filter(({ xml }) => xml.length <= LONGEST));
    length += page.items.reduce((sum, { xml }) => sum + xml.length, 0);
    count = page.count;
  }
  return items;
}

function isMuted({ xml }: PubsubItem, type: string): boolean {
  // Of most of them nothing of the kind is said.
  if (!xml.includes("never")) return false;
  const conversation = parseElement(xml, UNLIMITED);
  return conversation.is("conversation", NS.conversations) && settingIn(conversation, type) === "never";
}

/** XEP-0402 §3, XEP-0492 §3.1 */
function groupIn({ id, xml }: PubsubItem, type: string): [string, GroupWish][] {
  const conference = parseElement(xml, UNLIMITED);
  const isEntered = /^(true|1)$/.test(conference.attr("autojoin") ?? "");
  const setting = settingIn(conference.child("extensions"), type);
  if (!conference.is("conference", NS.bookmarks) || !isEntered || setting === "never") return [];
  return [[id, { nick: conference.childText("nick") ?? "", ofMentionsAlone: setting === "on-mention" }]];
}

function settingIn(element: Element | undefined, type: string): string | undefined {
  return notificationSettingFor(element?.child("notify", NS.notificationSettings), type)?.name;
}
