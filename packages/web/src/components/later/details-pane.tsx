import "../../styles/details.css";
import { type JSX, onMount } from "solid-js";
import { t } from "../../i18n/index.ts";
import { hasRoomForDetails, isPhone } from "../../state/media.ts";
import { IconButton } from "../icon-button.tsx";
import { PaneTitle } from "./pane-title.tsx";

interface DetailsPaneProps {
  readonly title: string;
  readonly onClose: () => void;
  /** At the head's end, before the way out. */
  readonly act?: JSX.Element;
  readonly children: JSX.Element;
}

/** Beside the timeline, over it, or instead of it, as there is room. Where it covers the timeline it takes the keyboard. */
export function DetailsPane(props: DetailsPaneProps) {
  let pane: HTMLElement | undefined;
  onMount(() => {
    if (!hasRoomForDetails()) pane?.querySelector<HTMLElement>(isPhone() ? ".only-phone" : ".not-phone")?.focus();
  });
  return (
    <section class="details" role={isPhone() ? "main" : "complementary"} aria-label={t("details")} ref={pane}>
      <div class="pane-head">
        <IconButton class="only-phone" icon="back" label={t("back")} onPress={props.onClose} />
        <PaneTitle>{props.title}</PaneTitle>
        {props.act}
        <IconButton class="not-phone" icon="x" label={t("closeDetails")} onPress={props.onClose} />
      </div>
      {props.children}
    </section>
  );
}
