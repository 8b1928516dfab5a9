import type { Message } from "@yonder/client";
import { t } from "../../i18n/index.ts";

/** What stands in place of a message that was removed. */
export function removedText(message: Message): string {
  return t(message.isOwn ? "youRemoved" : "wasRemoved");
}
