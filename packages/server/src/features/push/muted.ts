import { NS, notificationSettingFor, parseElement } from "@yonder/protocol";
import { accountPlace, type PubsubItem } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";

/** Conversations of a user that are looked through, so many at once; and of what is said of them, so many characters in all and of one. */
const MOST = 5_000;
const PAGE = 100;
const MOST_TEXT = 4_194_304;
const LONGEST = 4_000;

/** Bare addresses of those of whom a user wants nothing to be told to clients of a type, such as `web` (docs/conversations.md §2). */
export async function mutedBy(
  { store }: Pick<Host, "store">,
  owner: number,
  type: string,
): Promise<ReadonlySet<string>> {
  const muted = new Set<string>();
  let [index, length] = [0, 0];
  for (let count = 1; index < Math.min(count, MOST) && length < MOST_TEXT; index += PAGE) {
    const page = await store.pubsub.items(accountPlace(owner), NS.conversations, { index, limit: PAGE });
    for (const item of page.items) if (isMuted(item, type)) muted.add(item.id);
    length += page.items.reduce((sum, { xml }) => sum + xml.length, 0);
    count = page.count;
  }
  return muted;
}

function isMuted({ xml }: PubsubItem, type: string): boolean {
  // Of most of them nothing of the kind is said.
  if (xml.length > LONGEST || !xml.includes("never")) return false;
  const conversation = parseElement(xml);
  const notify =
    conversation.is("conversation", NS.conversations) && conversation.child("notify", NS.notificationSettings);
  return notify ? notificationSettingFor(notify, type)?.name === "never" : false;
}
