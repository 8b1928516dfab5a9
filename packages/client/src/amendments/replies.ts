import { bareOf } from "../address.ts";
import type { ParsedMessage } from "../message-parser.ts";
import { excerptOf } from "../message-references.ts";
import type { Messages } from "../messages.ts";
import type { MeantId } from "../storage/storage.ts";
import type { Message, Reply } from "../types.ts";

/** Who reads: our bare address, and the messages that we have. */
export interface Reader {
  readonly address: string;
  readonly messages: Messages;
}

/** The ids of other messages that a message names. */
export function namedIds({ peer, reply, amends }: ParsedMessage): readonly MeantId[] {
  return [reply?.id, amends?.of].flatMap((id) => (id === undefined ? [] : [{ peer, id }]));
}

/** The ids by which others may mean the message itself. */
export function ownIds({ peer, id, originId, archiveId }: ParsedMessage): readonly MeantId[] {
  return [id, originId, archiveId].flatMap((each) => (each ? [{ peer, id: each }] : []));
}

/** What a message answers, in our own words when we have it. */
export function replyIn({ peer, reply, isGroup }: ParsedMessage, { messages, address }: Reader): Reply | undefined {
  if (!reply) return undefined;
  const { id, to = "", quote } = reply;
  const meant = messages.meant(peer, id);
  if (meant) return replyTo(meant, id, address);
  const claimed = isGroup ? to.slice(to.indexOf("/") + 1) : bareOf(to);
  const author = isGroup || claimed === peer || claimed === address ? claimed : "";
  return { id, author, body: excerptOf(quote) };
}

/** The quote of a message that is answered under this id. */
export function replyTo(message: Message, id: string, address: string): Reply {
  const { key, body, isOwn, author, peer } = message;
  return { id, key, author: isOwn ? address : (author?.name ?? peer), body: excerptOf(body) };
}
