import { onCleanup, onMount, Show } from "solid-js";
import { useYonder } from "../../../state/yonder.ts";
import { careOf } from "./care-actions.ts";
import { followRows } from "./row-gestures.ts";
import { RowMenu } from "./row-menu.tsx";
import { closeRowMenu, openRowMenu, rowMenu } from "./row-menu-state.ts";

/** What can be done with the rows of the list: by right click, long press, swipe and keyboard. */
export function RowTools() {
  const yonder = useYonder();
  onMount(() => {
    const stop = followRows({
      openMenu: openRowMenu,
      archive: (peer) => careOf(yonder, peer).archive(!yonder.conversation(peer)?.isArchived),
      toggleRead(peer) {
        const { unread = 0, isMarked = false } = yonder.conversation(peer) ?? {};
        if (unread > 0 || isMarked) careOf(yonder, peer).markRead();
        else careOf(yonder, peer).markUnread();
      },
    });
    onCleanup(stop);
  });
  return (
    <Show when={rowMenu()} keyed>
      {({ peer, anchor }) => <RowMenu peer={peer} anchor={anchor} onClose={closeRowMenu} />}
    </Show>
  );
}
