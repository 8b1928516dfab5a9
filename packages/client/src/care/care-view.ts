import type { StoredConversation } from "../storage/storage.ts";
import type { Conversation } from "../types.ts";

/** What is seen of what we decided about a conversation. */
export function careOf({
  care = {},
  group,
  last,
}: StoredConversation): Pick<Conversation, "isMuted" | "isMarked" | "isArchived" | "pinned"> {
  const { isMarked = false, archived } = care;
  const isMuted = group ? group.notify === "none" : care.isMuted === true;
  const pinned = group ? group.isPinned && (care.pinned ?? 0) : care.pinned;
  return {
    isMuted,
    isMarked,
    // A new message brings it back, unless nobody wants to hear of that.
    isArchived: !!archived && (isMuted || !last || last.archiveId === archived.id || last.at <= archived.at),
    ...(typeof pinned === "number" && { pinned }),
  };
}
