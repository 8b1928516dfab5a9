import type { CareActions, Conversation } from "@yonder/client";

/** A conversation with which nothing was done. */
export const UNTOUCHED = { isMuted: false, isMarked: false, isArchived: false } as const;

/** Changes a scene's conversation; it stands on top as long as it has a rank. */
export function sceneCare(change: (peer: string, next: (before: Conversation) => Conversation) => void): CareActions {
  let rank = 100;
  const set = (peer: string, changes: Partial<Conversation>) => change(peer, (before) => ({ ...before, ...changes }));
  return {
    pin: (peer, isPinned) =>
      change(peer, ({ pinned: _, ...before }) => (isPinned ? { ...before, pinned: rank++ } : before)),
    moveUp: (peer) => set(peer, { pinned: 0 }),
    archive: (peer, isArchived) => change(peer, ({ pinned: _, ...before }) => ({ ...before, isArchived })),
    mute: (peer, isMuted) => set(peer, { isMuted }),
    markUnread: (peer) => set(peer, { isMarked: true }),
  };
}

export function newConversation(peer: string, isStranger: boolean): Conversation {
  const nothing = { unread: 0, mentions: 0, draft: "", isTyping: false };
  return { peer, kind: "direct", isStranger, ...nothing, ...UNTOUCHED };
}
