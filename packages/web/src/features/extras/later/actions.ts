import type { EngineApi, Message } from "@yonder/client";
import type { IconName } from "../../../components/icon.tsx";
import type { Key } from "../../../i18n/catalogue.ts";

/** One line of a message's menu. */
export interface MessageAction {
  readonly label: Key;
  readonly icon: IconName;
  readonly isDanger?: boolean;
  isFor(message: Message, engine: EngineApi): boolean;
  run(message: Message, engine: EngineApi): void;
}

/** What other screens add to the menu: reporting, moderating. */
export const moreActions: MessageAction[] = [];

/** The server has it, so that others can mean it: in a group by the id that this gave it. */
export function mayBeMeant(message: Message, isGroup: boolean): boolean {
  if (message.isRemoved || message.state === "failed") return false;
  return !isGroup || message.archiveId !== undefined;
}

/** Who looks after a group may take back what others said there (XEP-0425). */
export function mayModerate(message: Message, engine: EngineApi): boolean {
  const role = engine.groups.get(message.peer)?.role;
  return !message.isOwn && (role === "owner" || role === "admin") && mayBeMeant(message, true);
}
