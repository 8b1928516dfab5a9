import type { Message } from "./types.ts";

/** More of an answered message's text is not quoted: code points. */
const EXCERPT = 200;

/** The ids by which stanzas mean a message: whoever sent it, and the group or archive that gave it one. */
export function meantIds({ key, id, originId, archiveId }: Message): readonly string[] {
  return [...new Set([key, id, originId, archiveId].flatMap((each) => each || []))];
}

/** Whether a stanza that names this id means the message. */
export function isMeantBy(message: Message, id: string): boolean {
  return meantIds(message).includes(id);
}

/**
 * The id by which we mean a message: in a group its own one (XEP-0424 §5.1, XEP-0444 §4.2, XEP-0461 §4.1), else the sender's.
 * Corrections name the sender's everywhere (XEP-0308 §3). @returns undefined where it cannot be meant yet
 */
export function referenceTo(message: Message, isGroup: boolean, isCorrection = false): string | undefined {
  if (isGroup && !isCorrection) return message.archiveId;
  return (message.isOwn ? message.key : (message.originId ?? message.id)) || undefined;
}

/** The beginning of a text, for a quote. */
export function excerptOf(text: string): string {
  return [...text.slice(0, EXCERPT * 2)].slice(0, EXCERPT).join("");
}
