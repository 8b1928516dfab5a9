import type { Moved } from "@yonder/client";
import { t } from "../../../i18n/index.ts";
import { openChat } from "../../../state/route.ts";
import { useYonder } from "../../../state/yonder.ts";

/** The server says that a guest has an address now, or that somebody was a guest: in both conversations, each leading to the other. */
export function MovedNote(props: { readonly moved: Moved; readonly peer: string }) {
  const { nameOf } = useYonder();
  const other = () => props.moved.to ?? props.moved.from ?? "";
  const text = () =>
    props.moved.to
      ? t("movedTo", { name: nameOf(props.peer), address: other() })
      : t("movedFrom", { name: nameOf(props.peer) });
  return (
    <p class="moved">
      {text()}{" "}
      <button type="button" class="text-button" onClick={() => openChat(other())}>
        {t(props.moved.to ? "movedOpen" : "movedShow")}
      </button>
    </p>
  );
}
