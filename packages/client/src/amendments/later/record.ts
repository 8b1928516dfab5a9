import type { QueuedContent } from "../../storage/storage.ts";
import type { Message, Reaction, Reply } from "../../types.ts";

/** What a stanza changes in an earlier message, and who says so. */
export interface Amendment {
  readonly peer: string;
  /** The id by which the message is meant. */
  readonly of: string;
  /** The stanza's own id. */
  readonly id: string;
  /** `authorOf`, or MODERATOR. */
  readonly by: string;
  /** Shown for them: an address, in a group the nickname. */
  readonly name: string;
  /** Where it stands in the conversation: of two the later counts. Infinite while it waits to be sent. */
  readonly place: number;
  readonly change: Change;
}

export type Change =
  | { readonly kind: "text"; readonly body: string; readonly reply?: Reply }
  | { readonly kind: "removal" }
  | { readonly kind: "reactions"; readonly emojis: readonly string[] };

/** All that amends one message, known or not: plain data, kept apart from it. */
export interface StoredAmendments {
  /** `recordKey` of the peer and the id by which the message is meant. */
  readonly key: string;
  readonly peer: string;
  /** When it changed last, ms since 1970. */
  readonly at: number;
  /** This id is that of a correction: the one that was corrected. */
  readonly correctionOf?: string;
  /** Who wants it removed. */
  readonly removals: readonly string[];
  /** Of each who would write it anew, the last word. */
  readonly texts: readonly StoredText[];
  readonly reactions: readonly StoredReactions[];
}

/** The last word of one person. */
interface Voice {
  readonly by: string;
  readonly id: string;
  readonly place: number;
  /** Ids of what they said before, newest first. */
  readonly former?: readonly string[];
}

interface StoredText extends Voice {
  readonly body: string;
  readonly reply?: Reply;
}

interface StoredReactions extends Voice {
  readonly name: string;
  readonly emojis: readonly string[];
}

/** Whoever may remove everybody's messages in a group; never the name of an author. */
export const MODERATOR = "\n";

/** More people than this are not heard about one message. */
const MAX_VOICES = 1_000;
/** What comes twice is known by its id: so many are kept. */
const MAX_FORMER = 10;
/** More kinds of emoji under one message are not shown. */
const MAX_KINDS = 40;

export function recordKey(peer: string, id: string): string {
  return `${peer}\n${id}`;
}

export function emptyRecord(peer: string, id: string): StoredAmendments {
  return { key: recordKey(peer, id), peer, at: 0, removals: [], texts: [], reactions: [] };
}

/** The record with one amendment more; the same object when that is known, or older than what is. */
export function withAmendment(record: StoredAmendments, amendment: Amendment): StoredAmendments {
  const { by, id, place, name, change } = amendment;
  if (change.kind === "removal") {
    const isKnown = record.removals.includes(by) || record.removals.length >= MAX_VOICES;
    return isKnown ? record : { ...record, removals: [...record.removals, by] };
  }
  if (change.kind === "text") {
    const { body, reply } = change;
    const texts = withVoice(record.texts, { by, id, place, body, ...(reply && { reply }) });
    return texts === record.texts ? record : { ...record, texts };
  }
  const reactions = withVoice(record.reactions, { by, id, name, place, emojis: change.emojis });
  return reactions === record.reactions ? record : { ...record, reactions };
}

/** The record without what one stanza said. */
export function withoutAmendment(
  record: StoredAmendments,
  by: string,
  id: string,
  isRemoval: boolean,
): StoredAmendments {
  const isOther = (voice: Voice) => voice.by !== by || voice.id !== id;
  const { removals, texts, reactions } = record;
  return {
    ...record,
    removals: isRemoval ? removals.filter((each) => each !== by) : removals,
    texts: texts.filter(isOther),
    reactions: reactions.filter(isOther),
  };
}

/** The record with the place of what one stanza said, which waited until now. */
export function withPlace(record: StoredAmendments, id: string, place: number): StoredAmendments {
  const placed = <V extends Voice>(voice: V): V =>
    voice.id === id && !Number.isFinite(voice.place) ? { ...voice, place } : voice;
  return { ...record, texts: record.texts.map(placed), reactions: record.reactions.map(placed) };
}

/** The message as it is amended by those who may: its author, a moderator; and anybody's reactions. The same object if nothing changes. */
export function amended(message: Message, record: StoredAmendments, author: string, own: string): Message {
  if (message.isRemoved) return message;
  if (record.removals.includes(author) || record.removals.includes(MODERATOR)) return tombstone(message);
  const text = record.texts.find(({ by }) => by === author);
  const reactions = record.reactions.length > 0 ? summary(record.reactions, own) : message.reactions;
  const isSameText = !text || (message.isEdited === true && text.body === message.body);
  if (isSameText && isSame(reactions, message.reactions)) return message;
  const { reactions: _, ...rest } = message;
  return {
    ...rest,
    ...(text && { body: text.body, isEdited: true, ...(text.reply && { reply: text.reply }) }),
    ...(reactions && reactions.length > 0 && { reactions }),
  };
}

/** The message as it was before, as far as it has come since. */
export function restored(now: Message, before: Message, kind: QueuedContent["kind"]): Message {
  const { reactions: _, ...rest } = now;
  if (kind === "reactions") return rest;
  const { archiveId, isKept } = now;
  const { error: _error, ...former } = before;
  return {
    ...former,
    place: now.place,
    at: now.at,
    state: now.state,
    ...(archiveId && { archiveId }),
    ...(isKept !== undefined && { isKept }),
  };
}

/** What is left of a message that was removed. */
function tombstone(message: Message): Message {
  const {
    reply: _reply,
    reactions: _reactions,
    file: _file,
    link: _link,
    isEdited: _edited,
    isMention: _mention,
    ...rest
  } = message;
  return { ...rest, body: "", isRemoved: true };
}

function withVoice<V extends Voice>(voices: readonly V[], voice: V): readonly V[] {
  const index = voices.findIndex(({ by }) => by === voice.by);
  const known = voices[index];
  if (!known) return voices.length >= MAX_VOICES ? voices : [...voices, voice];
  if (known.id === voice.id) {
    // What waited here has its place now.
    const isSettled = !Number.isFinite(known.place) && Number.isFinite(voice.place);
    return isSettled ? voices.with(index, { ...known, place: voice.place }) : voices;
  }
  if (voice.place < known.place || known.former?.includes(voice.id)) return voices;
  return voices.with(index, { ...voice, former: [known.id, ...(known.former ?? [])].slice(0, MAX_FORMER) });
}

/** Who feels what: those that most people gave first, else in the order in which they came. */
function summary(voices: readonly StoredReactions[], own: string): readonly Reaction[] {
  const from = new Map<string, string[]>();
  const isOwn = new Set<string>();
  for (const { by, name, emojis } of voices)
    for (const emoji of emojis) {
      if (!from.has(emoji) && from.size >= MAX_KINDS) continue;
      const names = from.get(emoji) ?? [];
      if (names.push(name) === 1) from.set(emoji, names);
      if (by === own) isOwn.add(emoji);
    }
  const all = [...from].map(([emoji, names]) => ({ emoji, from: names, isOwn: isOwn.has(emoji) }));
  return all.sort((a, b) => b.from.length - a.from.length);
}

function isSame(a: readonly Reaction[] = [], b: readonly Reaction[] = []): boolean {
  return (
    a.length === b.length &&
    a.every(({ emoji, from, isOwn }, index) => {
      const other = b[index];
      return emoji === other?.emoji && isOwn === other.isOwn && from.join("\n") === other.from.join("\n");
    })
  );
}
