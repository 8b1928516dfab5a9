import type { GroupNotice, Message } from "@yonder/client";
import { startOfDay } from "../../i18n/formats.ts";
import { isSameList } from "../../state/rows.ts";

/** What stands below each other in a timeline. Keys are stable, so that what is on screen stays in place. */
export type Item =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "horizon"; readonly key: string; readonly count: number }
  /** What happened in a group besides messages. */
  | { readonly kind: "notes"; readonly key: string; readonly notices: readonly GroupNotice[] }
  | { readonly kind: "group"; readonly key: string; readonly isOwn: boolean; readonly messages: readonly Message[] };

export interface GroupingOptions {
  /** Key of the first unread message: the horizon stands above it. */
  readonly horizon?: string | undefined;
  readonly now: number;
  /** Oldest first. */
  readonly notices?: readonly GroupNotice[] | undefined;
}

/** How long a message's tick may change before its bubble leaves the group before it, ms. */
export const SETTLING = 2_000;

/** Days, the horizon and groups of bubbles: a group ends when the sender, the minute, the day or the tick state changes. */
export function groupMessages(messages: readonly Message[], { horizon, now, notices = [] }: GroupingOptions): Item[] {
  const items: Item[] = [];
  const noteUpTo = noter(notices, messages[0]?.at ?? 0, items);
  let group: Message[] = [];
  let day = Number.NaN;
  for (const [index, message] of messages.entries()) {
    // A day has 23 hours at least: the calendar is only asked beyond them.
    const isSurelySameDay = message.at >= day && message.at - day < 82_800_000;
    const start = isSurelySameDay ? day : startOfDay(message.at);
    // What was written the day before and still waits stands below what came since.
    const isNewDay = !(start <= day);
    if (isNewDay) day = start;
    const isHorizon = message.key === horizon;
    const isNoted = noteUpTo(message.at);
    if (isNewDay) items.push({ kind: "day", key: `day-${day}`, at: message.at });
    if (isHorizon) items.push({ kind: "horizon", key: "horizon", count: countTheirs(messages, index) });
    if (!isNewDay && !isHorizon && !isNoted && goesOn(group, message, now)) group.push(message);
    else {
      group = [message];
      items.push({ kind: "group", key: `group-${message.key}`, isOwn: message.isOwn, messages: group });
    }
  }
  noteUpTo(Number.POSITIVE_INFINITY);
  return items;
}

/** @returns a function that puts what happened until some time among the items; what was before `from` is left out, where nobody knows what else was. */
function noter(notices: readonly GroupNotice[], from: number, items: Item[]): (at: number) => boolean {
  const left = notices.filter((notice) => notice.at >= from);
  return (at) => {
    const until = left.findIndex((notice) => notice.at > at);
    const next = left.splice(0, until === -1 ? left.length : until);
    const [first] = next;
    if (first) items.push({ kind: "notes", key: `notes-${first.key}`, notices: next });
    return first !== undefined;
  };
}

/** A group that somebody fills within a minute ends here all the same. */
const MOST_TOGETHER = 32;

function goesOn(group: readonly Message[], message: Message, now: number): boolean {
  const last = group.at(-1);
  return last !== undefined && group.length < MOST_TOGETHER && belongTogether(last, message, now);
}

function belongTogether(a: Message, b: Message, now: number): boolean {
  if (a.isOwn !== b.isOwn || (!a.isOwn && a.author?.id !== b.author?.id) || minuteOf(a) !== minuteOf(b)) return false;
  if (isFailed(a) || isFailed(b)) return false;
  // A tick that has just begun to move must not make the bubbles jump apart and together again.
  return now - b.at < SETTLING || tickOf(a) === tickOf(b);
}

function tickOf(message: Message): string {
  if (!message.isOwn) return "";
  return message.state === "stored" && message.isKept ? "kept" : message.state;
}

function isFailed(message: Message): boolean {
  return message.isOwn && message.state === "failed";
}

function minuteOf(message: Message): number {
  return Math.floor(message.at / 60_000);
}

function countTheirs(messages: readonly Message[], from: number): number {
  return messages.slice(from).filter((message) => !message.isOwn).length;
}

/** Messages are immutable: the same object is the same message. */
export function isSameItem(a: Item, b: Item): boolean {
  if (a.kind === "group") return b.kind === "group" && a.key === b.key && isSameList(a.messages, b.messages);
  if (a.kind === "horizon") return b.kind === "horizon" && a.count === b.count;
  return a.key === b.key;
}

/** About how high they are on the page, px: a text's line, a bubble's edges, what stands between groups. */
export function roughHeight(items: readonly Item[]): number {
  const heights = items.map((item) => {
    if (item.kind !== "group") return 48;
    return item.messages.reduce(
      (sum, { body, file }) => sum + (file ? 200 : 20) + 22 * Math.ceil(body.length / 70),
      12,
    );
  });
  return heights.reduce((sum, height) => sum + height, 0);
}

/** A stretch of the timeline is known by its first group. */
export function keyOfPiece(items: readonly Item[]): string {
  return items.find((item) => item.kind === "group")?.key ?? items[0]?.key ?? "";
}

/**
 * Where the timeline is cut into pieces that can leave the page while out of sight. A piece begins at a group that holds one of
 * `starts` (message keys), together with the day and the horizon above it; a piece is cut once it has twice as many messages as it should.
 * @returns the pieces and the starts to pass next time
 */
export function cutIntoPieces(
  items: readonly Item[],
  starts: ReadonlySet<string>,
  size: number,
): { pieces: Item[][]; starts: Set<string> } {
  const pieces: Item[][] = [];
  const next = new Set<string>();
  let above: Item[] = [];
  let length = 0;
  for (const item of items) {
    above.push(item);
    if (item.kind !== "group") continue;
    const piece = pieces.at(-1);
    const isBegin = length >= size * 2 || item.messages.some((message) => starts.has(message.key));
    if (piece && !isBegin) piece.push(...above);
    else {
      pieces.push(above);
      next.add(item.messages[0]?.key ?? "");
      length = 0;
    }
    length += item.messages.length;
    above = [];
  }
  if (above.length > 0) pieces.push([...(pieces.pop() ?? []), ...above]);
  return { pieces, starts: next };
}
