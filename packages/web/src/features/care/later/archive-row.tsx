import { createEffect, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { formatRoute, go } from "../../../state/route.ts";

interface ArchiveRowProps {
  /** Conversations that are put away. */
  readonly count: number;
  /** They are what the list shows. */
  readonly isOpen: boolean;
}

/** Above the list: the way to what is put away, and back. */
export function ArchiveRow(props: ArchiveRowProps) {
  const target = () => ({ pane: "list" as const, isArchive: !props.isOpen });
  createEffect(() => {
    if (props.isOpen && props.count === 0) go({ pane: "list" }, { replace: true });
  });
  const open = (event: MouseEvent) => {
    event.preventDefault();
    go(target());
  };
  return (
    <Show when={props.count > 0}>
      <li>
        <a class="row archive" href={formatRoute(target())} onClick={open}>
          <span class="icon-place">
            <Icon name={props.isOpen ? "back" : "archive"} />
          </span>
          <span class="l1">
            <span class="who cut">{t(props.isOpen ? "leaveArchive" : "archived")}</span>
            <Show when={!props.isOpen}>
              <span class="when">
                <span aria-hidden="true">{formats().number(props.count)}</span>
                <span class="sr">{t("archivedCount", { count: props.count })}</span>
              </span>
            </Show>
          </span>
        </a>
      </li>
    </Show>
  );
}
