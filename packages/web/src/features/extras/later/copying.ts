import type { Message } from "@yonder/client";
import { copyText } from "../../../components/copy-button.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import type { Yonder } from "../../../state/yonder.ts";
import { nameOfAuthor } from "./who.ts";

/** Several messages as text: who said what, and when. */
export function transcript(messages: readonly Message[], yonder: Yonder): string {
  const line = (message: Message) =>
    `[${formats().full(message.at)}] ${nameOfAuthor(yonder, message)}: ${message.body || message.file?.url || ""}`;
  return messages
    .filter(({ isRemoved }) => !isRemoved)
    .map(line)
    .join("\n");
}

export async function copyAndSay(text: string): Promise<void> {
  if (await copyText(text)) announce(t("copied"));
}
