import { reactionsOf } from "@yonder/protocol";
import type { ParsedMessage } from "../../message-parser.ts";
import { type Reader, replyIn } from "../replies.ts";
import { type Amendment, type Change, MODERATOR } from "./record.ts";

/** What a message changes in an earlier one; undefined when it does not, or may not. */
export function amendmentIn(parsed: ParsedMessage, place: number, reader: Reader): Amendment | undefined {
  const { peer, id, amends, author, isOwn } = parsed;
  const change = changeIn(parsed, reader);
  if (!amends || !change) return undefined;
  // XEP-0425 §3.1: what the room itself says, and nobody in it.
  const isModeration = amends.kind === "moderation";
  if (isModeration && !(parsed.isGroup && parsed.from === peer)) return undefined;
  const by = isOwn ? reader.address : (author?.id ?? peer);
  // Where a group gives no ids its names stand for them, and may be chosen to look like us or the room.
  if (!isOwn && (by === reader.address || by === MODERATOR)) return undefined;
  const name = isOwn ? reader.address : (author?.name ?? peer);
  return { peer, of: amends.of, id, by: isModeration ? MODERATOR : by, name, place, change };
}

function changeIn(parsed: ParsedMessage, reader: Reader): Change | undefined {
  const { amends, body } = parsed;
  if (amends?.kind === "reactions") return { kind: "reactions", emojis: reactionsOf(parsed.stanza)?.emojis ?? [] };
  if (amends?.kind === "removal" || amends?.kind === "moderation") return { kind: "removal" };
  const reply = replyIn(parsed, reader);
  return body === undefined ? undefined : { kind: "text", body, ...(reply && { reply }) };
}
