import { archiveIdAt, placeOfArchiveId, timeOfArchiveId } from "@yonder/protocol";
import type { ParsedMessage } from "./message-parser.ts";
import type { StoredConversation } from "./storage/storage.ts";
import type { Message } from "./types.ts";

/** Milliseconds between messages that would have the same time: no clock shows it, and a double still holds it. */
const INSTANT = 0.001;

/** Where a message stands in its conversation. */
export interface Position {
  /** Its archive id as a number, or what comes near it; infinite while it waits to be sent. */
  readonly place: number;
  /** Milliseconds since 1970; tells apart what has the same place. */
  readonly at: number;
}

export const BEGINNING: Position = { place: 0, at: 0 };

/** A conversation from its beginning: as the archive has it, and what waits to be sent below all else. */
export function byPlace(a: Position, b: Position): number {
  return a.place === b.place ? a.at - b.at : Math.sign(a.place - b.place);
}

/** Where a message stands that just came, or that the archive has. */
export function positionOf({ archiveId, at }: ParsedMessage, conversation: StoredConversation, now: number): Position {
  const known = archivedAt(archiveId);
  if (known) return { ...known, at: at ?? known.at };
  if (at !== undefined) return { place: archiveIdAt(at), at };
  const time = timeAfter(conversation, now);
  return { place: placeAfter(conversation, time), at: time };
}

/** Where a message stands by its archive id; undefined when that tells nothing. */
export function archivedAt(archiveId: string | undefined): Position | undefined {
  const place = placeOfArchiveId(archiveId ?? "");
  return place === undefined ? undefined : { place, at: timeOfArchiveId(place) };
}

/** The time of a message that comes now, below all others. */
export function timeAfter({ last }: Pick<StoredConversation, "last">, now: number): number {
  return Math.max(now, (last?.at ?? 0) + INSTANT);
}

/** The place of a message below all that are archived, until its own archive id is known. `now` counts where there are none. */
export function placeAfter({ newestPlace }: StoredConversation, now: number): number {
  return newestPlace === undefined ? archiveIdAt(now) : newestPlace + 1;
}

/** The window with a message at its place; what has the same place came earlier. */
export function placed(window: readonly Message[], message: Message): readonly Message[] {
  const index = window.findIndex((other) => other.key === message.key);
  const old = window[index];
  if (old && byPlace(old, message) === 0) return window.with(index, message);
  const rest = old ? window.toSpliced(index, 1) : window;
  const before = rest.findLastIndex((other) => byPlace(other, message) <= 0);
  return rest.toSpliced(before + 1, 0, message);
}
