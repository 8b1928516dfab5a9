import type { Amendments } from "../../amendments/amendments.ts";
import { replyIn } from "../../amendments/replies.ts";
import type { ArchivePage, ArchiveQuery } from "../../archive.ts";
import type { Context } from "../../context.ts";
import type { Conversations } from "../../conversations.ts";
import { keyOf, toMessage } from "../../intake.ts";
import { isShown } from "../../message-content.ts";
import { BEGINNING, byPlace, positionOf } from "../../message-order.ts";
import type { ParsedMessage } from "../../message-parser.ts";
import type { Messages } from "../../messages.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Message } from "../../types.ts";

export interface SearchParts {
  readonly context: Context;
  readonly storage: Storage;
  readonly messages: Messages;
  readonly amendments: Amendments;
  readonly conversations: Conversations;
  /** Asks the archive that has a conversation's messages; without a peer, our own one for all. */
  query(peer: string | undefined, query: ArchiveQuery): Promise<ArchivePage>;
  /** A conversation's live window begins elsewhere now. */
  opened(peer: string): void;
  /** Other tabs show the account too. */
  isShared(): boolean;
}

/** Messages as they came from an archive, with what changes them taken note of, and those found that are stored here. */
export async function learn(parsed: readonly ParsedMessage[], parts: SearchParts): Promise<void> {
  await Promise.all([parts.amendments.load(parsed), parts.messages.load(parsed.map(keyOf))]);
  for (const each of parsed) if (each.amends) parts.amendments.take(each, placeOf(each, parts).place);
}

/** As it is shown; undefined for what is no message of its own. */
export function asMessage(parsed: ParsedMessage, parts: SearchParts): Message | undefined {
  if (parsed.isError || !isShown(parsed) || (parsed.amends && parsed.amends.kind !== "reactions")) return undefined;
  return shown(parsed, parts);
}

/** As it is shown, were it one of its own. */
export function shown(parsed: ParsedMessage, parts: SearchParts): Message {
  const { amendments, conversations, context, messages } = parts;
  const key = keyOf(parsed);
  const known = messages.find(key);
  if (known?.peer === parsed.peer) return known;
  const reply = replyIn(parsed, { address: context.address, messages });
  const message = amendments.apply(toMessage(parsed, key, placeOf(parsed, parts), reply));
  const { theyReadUpTo = BEGINNING } = conversations.get(parsed.peer);
  return message.isOwn && message.state === "stored" && byPlace(message, theyReadUpTo) <= 0
    ? { ...message, state: "read" }
    : message;
}

function placeOf(parsed: ParsedMessage, { conversations, context }: SearchParts) {
  return positionOf(parsed, conversations.get(parsed.peer), context.clock.now());
}
