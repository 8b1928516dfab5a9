import { Menu, type MenuItem } from "../../../components/later/menu.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder, type Yonder } from "../../../state/yonder.ts";
import { careOf } from "./care-actions.ts";

interface RowMenuProps {
  readonly peer: string;
  readonly anchor: DOMRect;
  readonly onClose: () => void;
}

/** All that can be done with a conversation in the list. */
export function RowMenu(props: RowMenuProps) {
  const yonder = useYonder();
  return (
    <Menu
      label={t("moreOf", { name: yonder.nameOf(props.peer) })}
      items={itemsFor(yonder, props.peer)}
      anchor={props.anchor}
      frame={new DOMRect(0, 0, innerWidth, innerHeight)}
      side="start"
      onClose={props.onClose}
    />
  );
}

function itemsFor(yonder: Yonder, peer: string): readonly MenuItem[] {
  const held = yonder.conversation(peer);
  const care = careOf(yonder, peer);
  const { isMuted = false, isArchived = false, pinned } = held ?? {};
  const isUnread = held !== undefined && (held.unread > 0 || held.isMarked);
  const isPinned = pinned !== undefined;
  const isBelow = isPinned && yonder.conversations().some((other) => (other.pinned ?? Infinity) < pinned);
  return [
    { label: isPinned ? "unpin" : "pinIt", icon: "pin", run: () => care.pin(!isPinned) },
    ...(isBelow ? [{ label: "moveUp", icon: "up", run: () => care.moveUp() } as const] : []),
    { label: isMuted ? "unmute" : "mute", icon: isMuted ? "bell" : "mute", run: () => care.mute(!isMuted) },
    isUnread
      ? { label: "markRead", icon: "check", run: () => care.markRead() }
      : { label: "markUnread", icon: "mark", run: () => care.markUnread() },
    { label: isArchived ? "unarchive" : "archiveIt", icon: "archive", run: () => care.archive(!isArchived) },
  ];
}
