import type { Message } from "@yonder/client";
import { For, onMount, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { mayEdit, setAbout } from "../about.ts";
import { type MessageAction, mayBeMeant, mayModerate, moreActions } from "./actions.ts";
import { copyAndSay } from "./copying.ts";
import { standAt } from "./floating.ts";
import { setPicked } from "./picked.ts";

export interface MenuProps {
  readonly message: Message;
  readonly anchor: DOMRect;
  readonly frame: DOMRect;
  readonly onForward: (messages: readonly Message[]) => void;
  readonly onRemove: (message: Message) => void;
  readonly onClose: () => void;
}

/** All that can be done with one message. */
export function MessageMenu(props: MenuProps) {
  const yonder = useYonder();
  let menu!: HTMLDivElement;
  const items = () =>
    actions(props, yonder.conversation(props.message.peer)?.kind === "group").filter(({ isFor }) =>
      isFor(props.message, yonder.engine),
    );
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
    standAt(menu, {
      anchor: props.anchor,
      frame: props.frame,
      overlap: 0,
      side: props.message.isOwn ? "end" : "start",
    });
    menu.querySelector("button")?.focus();
  });
  return (
    <div
      class="message-menu"
      popover
      role="menu"
      aria-label={t("messageActions")}
      tabindex="-1"
      ref={menu}
      onKeyDown={move}
      onToggle={(event) => event.newState === "closed" && props.onClose()}
    >
      <For each={items()}>
        {(action) => (
          <button
            type="button"
            role="menuitem"
            classList={{ danger: action.isDanger }}
            onClick={() => {
              props.onClose();
              action.run(props.message, yonder.engine);
            }}
          >
            <Icon name={action.icon} />
            {t(action.label)}
          </button>
        )}
      </For>
      <Show when={items().length === 0}>
        <p class="note">{t("nothingToDo")}</p>
      </Show>
    </div>
  );
}

function actions({ onForward, onRemove }: MenuProps, isGroup: boolean): readonly MessageAction[] {
  const isText = ({ body }: Message) => body !== "";
  return [
    {
      label: "answerMessage",
      icon: "reply",
      isFor: (message) => mayBeMeant(message, isGroup),
      run: (message) => setAbout({ kind: "reply", message }),
    },
    {
      label: "editMessage",
      icon: "edit",
      isFor: mayEdit,
      run: (message) => setAbout({ kind: "edit", message }),
    },
    { label: "copy", icon: "copy", isFor: isText, run: ({ body }) => void copyAndSay(body) },
    {
      label: "forward",
      icon: "onward",
      isFor: (message) => isText(message) || Boolean(message.file?.url),
      run: (message) => onForward([message]),
    },
    { label: "select", icon: "choose", isFor: ({ isRemoved }) => !isRemoved, run: ({ key }) => setPicked([key]) },
    ...moreActions,
    {
      label: "removeMessage",
      icon: "bin",
      isDanger: true,
      isFor: (message, engine) =>
        mayModerate(message, engine) || (message.isOwn && (message.state === "failed" || mayBeMeant(message, isGroup))),
      run: (message) => onRemove(message),
    },
  ];
}
