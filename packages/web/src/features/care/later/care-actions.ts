import type { CareActions } from "@yonder/client";
import type { Key } from "../../../i18n/catalogue.ts";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { go, route } from "../../../state/route.ts";
import type { Yonder } from "../../../state/yonder.ts";

/** What is done with a conversation, and said of it. */
export interface CareOf {
  pin(isPinned: boolean): void;
  moveUp(): void;
  archive(isArchived: boolean): void;
  mute(isMuted: boolean): void;
  markUnread(): void;
  markRead(): void;
}

export function careOf({ engine, nameOf }: Pick<Yonder, "engine" | "nameOf">, peer: string): CareOf {
  const act = (action: (care: CareActions) => void, said: Key) =>
    void engine.people.actions().then(
      (care) => {
        action(care);
        announce(t(said, { name: nameOf(peer) }));
      },
      () => announce(t("addFailed")),
    );
  const leave = () => {
    const here = route();
    if (here.pane === "chat" && here.peer === peer) go({ pane: "list" }, { replace: true });
  };
  return {
    pin: (isPinned) => act((care) => care.pin(peer, isPinned), isPinned ? "nowPinned" : "nowUnpinned"),
    moveUp: () => act((care) => care.moveUp(peer), "nowMoved"),
    mute: (isMuted) => act((care) => care.mute(peer, isMuted), isMuted ? "nowMuted" : "nowUnmuted"),
    archive(isArchived) {
      act((care) => care.archive(peer, isArchived), isArchived ? "nowArchived" : "nowBack");
      if (isArchived) leave();
    },
    markUnread() {
      // What is open would be read again at once.
      leave();
      act((care) => care.markUnread(peer), "nowUnread");
    },
    markRead() {
      engine.markRead(peer);
      announce(t("nowRead", { name: nameOf(peer) }));
    },
  };
}
