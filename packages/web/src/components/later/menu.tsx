import "./menu.css";
import { For, onMount, Show } from "solid-js";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { Icon, type IconName } from "../icon.tsx";
import { standAt } from "./floating.ts";

export interface MenuItem {
  readonly label: Key;
  readonly icon: IconName;
  readonly isDanger?: boolean;
  readonly run: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly anchor: DOMRect;
  /** Inside of this it stands. */
  readonly frame: DOMRect;
  readonly side: "start" | "end";
  readonly onClose: () => void;
}

/** What can be done with one thing: over the page, by arrow keys, gone with Esc or a press beside it. */
export function Menu(props: MenuProps) {
  let menu!: HTMLDivElement;
  const move = (event: KeyboardEvent) => {
    const buttons = [...menu.querySelectorAll("button")];
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -now, End: buttons.length - 1 - now }[event.key];
    if (event.key === "Escape" || event.key === "Tab") props.onClose();
    else if (step !== undefined) buttons.at((now + step) % buttons.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  onMount(() => {
    menu.showPopover();
    standAt(menu, { anchor: props.anchor, frame: props.frame, overlap: 0, side: props.side });
    menu.querySelector("button")?.focus();
  });
  return (
    <div
      class="menu"
      popover
      role="menu"
      aria-label={props.label}
      tabindex="-1"
      ref={menu}
      onKeyDown={move}
      onToggle={(event) => event.newState === "closed" && props.onClose()}
    >
      <For each={props.items}>
        {(item) => (
          <button
            type="button"
            role="menuitem"
            classList={{ danger: item.isDanger ?? false }}
            onClick={() => {
              props.onClose();
              item.run();
            }}
          >
            <Icon name={item.icon} />
            {t(item.label)}
          </button>
        )}
      </For>
      <Show when={props.items.length === 0}>
        <p class="note">{t("nothingToDo")}</p>
      </Show>
    </div>
  );
}
