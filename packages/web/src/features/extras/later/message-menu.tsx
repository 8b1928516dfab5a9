import type { Message } from "@yonder/client";
import { Menu } from "../../../components/later/menu.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { mayEdit, setAbout } from "../about.ts";
import { type MessageAction, mayBeMeant, mayModerate, moreActions } from "./actions.ts";
import { copyAndSay } from "./copying.ts";
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
  const items = () =>
    actions(props, yonder.conversation(props.message.peer)?.kind === "group")
      .filter(({ isFor }) => isFor(props.message, yonder.engine))
      .map((action) => ({ ...action, run: () => action.run(props.message, yonder.engine) }));
  return (
    <Menu
      label={t("messageActions")}
      items={items()}
      anchor={props.anchor}
      frame={props.frame}
      side={props.message.isOwn ? "end" : "start"}
      onClose={props.onClose}
    />
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
