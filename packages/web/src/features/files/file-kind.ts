import type { Message, SharedFile } from "@yonder/client";
import { t } from "../../i18n/index.ts";
import { removedText } from "../chat/removed-text.ts";
import { plainText } from "../chat/styling.ts";

export type FileKind = "image" | "video" | "audio" | "other";

const ENDINGS: readonly (readonly [FileKind, RegExp])[] = [
  ["image", /\b(?:jpe?g|png|gif|webp|avif)$/i],
  ["video", /\b(?:mp4|webm|mov|m4v|quicktime|x-m4v)$/i],
  ["audio", /\b(?:mp3|m4a|mp4|ogg|oga|opus|wav|x-wav|flac|aac|webm|weba|mpeg)$/i],
];

/** What a browser can show of a file, by its media type, or else by its name. */
export function kindOf({ type, name }: Pick<SharedFile, "type" | "name">): FileKind {
  const [family, text] =
    type && type !== "application/octet-stream" ? (type.split(";")[0]?.split("/") ?? []) : ["", name];
  return ENDINGS.find(([kind, ending]) => (!family || family === kind) && ending.test(text ?? ""))?.[0] ?? "other";
}

/** It lies where our server keeps files: nobody else learns that we look at it. */
export function isNear({ url }: SharedFile, domain: string): boolean {
  if (url === "") return true;
  const { origin, hostname } = new URL(url);
  return origin === location.origin || hostname === domain || hostname.endsWith(`.${domain}`);
}

const NAMES = { image: "photo", video: "video", audio: "voiceMessage" } as const;

/** A message in one line. */
export function summaryOf(message: Message): string {
  const { isRemoved, body, file, moved } = message;
  if (moved) return moved.to ? t("hasAddress", { address: moved.to }) : t("wasGuest");
  if (isRemoved) return removedText(message);
  if (body || !file) return plainText(body.slice(0, 400));
  const kind = kindOf(file);
  return kind === "other" || (kind === "audio" && !file.waveform) ? file.name : t(NAMES[kind]);
}
