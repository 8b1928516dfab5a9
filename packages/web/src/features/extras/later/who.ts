import type { Message } from "@yonder/client";
import { t } from "../../../i18n/index.ts";
import type { Yonder } from "../../../state/yonder.ts";

/** The name to show for whoever reacted or is quoted: the engine gives addresses, in a group nicknames. */
export function whoIs(yonder: Yonder, peer: string, from: string): string {
  if (from === yonder.address()) return t("you");
  return from === peer || from.includes("@") ? yonder.nameOf(from) : from;
}

/** The full name of whoever wrote a message. */
export function nameOfAuthor(yonder: Yonder, { isOwn, author, peer }: Message): string {
  if (isOwn) return yonder.nameOf(yonder.address());
  return author ? yonder.nameIn(author) : yonder.nameOf(peer);
}
