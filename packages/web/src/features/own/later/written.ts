import type { Message } from "@yonder/client";
import { t } from "../../../i18n/index.ts";

/** A message as people read it: time, name, words, and below them what belongs to it. */
export function asText(message: Message, nameOf: (message: Message) => string): string {
  const { body, file, reply, isEdited, isRemoved, reactions = [] } = message;
  const words = isRemoved ? `(${t("wasRemoved")})` : body.trim();
  const lines = [
    ...(reply ? [`> ${reply.body.replaceAll("\n", " ")}`] : []),
    ...(words ? words.split("\n") : []),
    ...(file ? [`[${file.name}] ${file.url}`] : []),
    ...(isEdited ? [`(${t("edited")})`] : []),
    ...(reactions.length > 0 ? [reactions.map(({ emoji, from }) => `${emoji} ${from.join(", ")}`).join("  ")] : []),
  ];
  return `${timeOf(message.at)}  ${nameOf(message)}: ${lines.join("\n    ")}\n`;
}

/** A message for programs. */
export function asData(message: Message, from: string): string {
  const { id, archiveId, at, isOwn, body, isEdited, isRemoved, reply, file, reactions } = message;
  const { url, name, size, type } = file ?? {};
  return JSON.stringify({
    id: archiveId ?? id,
    at: new Date(at).toISOString(),
    from,
    isOwn,
    ...(isRemoved ? { isRemoved } : { text: body }),
    ...(isEdited && { isEdited }),
    ...(reply && { reply: { id: reply.id, author: reply.author, text: reply.body } }),
    ...(file && { file: { name, url, size, type } }),
    ...(reactions && { reactions: reactions.map((one) => ({ emoji: one.emoji, from: one.from })) }),
  });
}

/** Local time, in an order that sorts. */
export function timeOf(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
