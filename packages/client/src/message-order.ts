import type { StoredConversation } from "./storage/storage.ts";
import type { Message } from "./types.ts";

/** Milliseconds between messages that would have the same time: no clock shows it, and a double still holds it. */
export const INSTANT = 0.001;

/** A conversation from its beginning: by time, and what waits to be sent below all else, since it will be accepted later than all that is here. */
export function byPlace(a: Message, b: Message): number {
  return Number(a.state === "waiting") - Number(b.state === "waiting") || a.at - b.at;
}

/** The time of a message that comes now, below all others. */
export function timeAfter({ last, newestAt = 0 }: StoredConversation, now: number): number {
  return Math.max(now, Math.max(newestAt, last?.at ?? 0) + INSTANT);
}

/** The time of a message that waited: it stays where it stood, below all that came meanwhile. */
export function timeAccepted({ newestAt = 0 }: StoredConversation, { state, at }: Message): number {
  return state === "waiting" && at <= newestAt ? newestAt + INSTANT : at;
}

/** Older messages, oldest first, none of which may stand below the first one that is shown. */
export function above(first: Message | undefined, older: readonly Message[]): readonly Message[] {
  let limit = first?.at ?? Number.POSITIVE_INFINITY;
  return older
    .toReversed()
    .map((message) => {
      limit = message.at < limit ? message.at : limit - INSTANT;
      return limit === message.at ? message : { ...message, at: limit };
    })
    .toReversed();
}
