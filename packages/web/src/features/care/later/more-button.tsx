import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { openRowMenu } from "./row-menu-state.ts";

/** At a row's end: all that can be done with the conversation. Arrow keys lead to it from the row. */
export function MoreButton(props: { readonly peer: string }) {
  const { nameOf } = useYonder();
  const label = () => t("moreOf", { name: nameOf(props.peer) });
  return (
    <button
      type="button"
      class="icon-button more"
      tabindex="-1"
      aria-haspopup="menu"
      aria-label={label()}
      title={label()}
      onClick={(event) => openRowMenu(props.peer, event.currentTarget.getBoundingClientRect(), event.currentTarget)}
    >
      <Icon name="more" />
    </button>
  );
}
