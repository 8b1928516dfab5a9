import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { careOf } from "./care-actions.ts";

/** In a conversation's details: quiet or not, on top or not. */
export function CareButtons(props: { readonly peer: string }) {
  const yonder = useYonder();
  const isMuted = () => yonder.conversation(props.peer)?.isMuted === true;
  const isPinned = () => yonder.conversation(props.peer)?.pinned !== undefined;
  return (
    <>
      <button type="button" onClick={() => careOf(yonder, props.peer).mute(!isMuted())}>
        <Icon name={isMuted() ? "bell" : "mute"} />
        {t(isMuted() ? "unmute" : "mute")}
      </button>
      <button type="button" onClick={() => careOf(yonder, props.peer).pin(!isPinned())}>
        <Icon name="pin" />
        {t(isPinned() ? "unpin" : "pinIt")}
      </button>
    </>
  );
}
