import type { Conversation } from "@yonder/client";

/** How many of the unread messages we want to be told of. */
export function loudIn({ isMuted, notify = "all", unread, mentions }: Conversation): number {
  if (isMuted) return 0;
  return notify === "all" ? unread : mentions;
}
