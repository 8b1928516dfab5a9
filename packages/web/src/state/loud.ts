import type { Conversation } from "@yonder/client";
import { isMuted } from "./preferences.ts";

/** How many of the unread messages we want to be told of. */
export function loudIn({ peer, notify = "all", unread, mentions }: Conversation): number {
  if (isMuted(peer) || notify === "none") return 0;
  return notify === "all" ? unread : mentions;
}
