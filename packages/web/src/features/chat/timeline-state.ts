import type { Message } from "@yonder/client";
import { createSignal, onCleanup } from "solid-js";
import { oncePerTurn } from "../../state/once-per-turn.ts";
import { createRows, isSameList, type Row } from "../../state/rows.ts";
import type { Yonder } from "../../state/yonder.ts";
import { cutIntoPieces, groupMessages, type Item, isSameItem, keyOfPiece, SETTLING } from "./grouping.ts";

export interface TimelineState {
  /** Stretches that leave the page while out of sight. */
  readonly pieces: () => readonly Row<readonly Item[]>[];
  readonly isLoading: () => boolean;
  /** Whether there may be messages before those shown. */
  readonly hasOlder: () => boolean;
  readonly isOpened: () => boolean;
  /** It stands elsewhere than at the conversation's end. */
  readonly isAway: () => boolean;
  /** Key of the newest message, with whose it is. */
  readonly newest: () => Message | undefined;
  /** Shows an older page: from those loaded, or else fetched. @returns whether there was one */
  showOlder(): Promise<boolean>;
  /** Away: shows a newer page. */
  showNewer(): Promise<void>;
  /** Away: shows the newest page. */
  comeBack(): void;
  /** Leaves only the newest page in place, for a reader who is at the end. */
  forgetOlder(): void;
  setHorizon(key: string | undefined): void;
  readonly horizon: () => string | undefined;
  /** When the message came while this timeline was open, ms since 1970: it moves in. */
  arrivedAt(key: string): number | undefined;
}

/** Messages to a page, and to a piece. */
const PAGE = 50;
const PIECE = 8;

interface Options {
  readonly yonder: Yonder;
  readonly peer: string;
  /** Wraps every change of what is on the page. */
  readonly keepPlace: (update: () => void) => void;
}

/** One conversation's messages, grouped, cut into pieces, and kept up to date with the engine. */
export function createTimeline({ yonder, peer, keepPlace }: Options): TimelineState {
  const { engine } = yonder;
  const held = createRows(keyOfPiece, (a, b) => isSameList(a, b, isSameItem));
  const [isLoading, setLoading] = createSignal(false);
  const [isOpened, setOpened] = createSignal(false);
  const [isComplete, setComplete] = createSignal(false);
  const [isAway, setAway] = createSignal(engine.past.isAway(peer));
  const [newest, setNewest] = createSignal<Message>();
  const [shownFrom, setShownFrom] = createSignal<string>();
  const [horizon, setHorizonKey] = createSignal<string | undefined>(firstUnread(yonder, peer));
  const arrivals = new Map<string, number>();
  let starts: ReadonlySet<string> = new Set();
  let settling = 0;
  /** What is shown begins where the messages at hand do. */
  let isWhole = true;

  const shown = (): readonly Message[] => {
    const all = engine.history(peer);
    const from = isAway() ? 0 : all.findIndex((message) => message.key === shownFrom());
    return from > 0 ? all.slice(from) : all;
  };
  const refresh = () => {
    if (isAway() !== setAway(engine.past.isAway(peer))) turned();
    const messages = shown();
    isWhole = messages.length === engine.history(peer).length;
    const now = Date.now();
    const cut = cutIntoPieces(
      groupMessages(messages, { horizon: horizon(), now, notices: engine.groups.get(peer)?.notices }),
      starts,
      PIECE,
    );
    starts = cut.starts;
    keepPlace(() => held.show(cut.pieces));
    setNewest(messages.at(-1));
    refreshWhenSettled(messages, now);
  };
  /** Grouping looks at the clock for messages that were just sent. */
  const refreshWhenSettled = (messages: readonly Message[], now: number) => {
    clearTimeout(settling);
    const last = messages.at(-1);
    if (last?.isOwn && now - last.at < SETTLING) settling = window.setTimeout(refresh, SETTLING - (now - last.at) + 20);
  };
  const refreshSoon = oncePerTurn(refresh);
  const reveal = (count: number) => {
    const all = engine.history(peer);
    const from = all.findIndex((message) => message.key === shownFrom());
    const next = Math.max(0, (from === -1 ? all.length : from) - count);
    setShownFrom(all[next]?.key);
  };
  /** Away now, or there again: where the two windows have become one the place stays. */
  const turned = () => {
    setComplete(false);
    const all = engine.history(peer);
    if (isAway()) setShownFrom(all[0]?.key);
    else if (all.every(({ key }) => key !== shownFrom())) showNewest();
  };
  const showNewest = () => {
    setShownFrom(undefined);
    reveal(Math.max(PAGE, unreadCount(yonder, peer) + 10));
  };

  const stops = [
    engine.on("message", (message) => {
      if (message.peer !== peer) return;
      if (message.state === "waiting" && isAway()) comeBack();
      // What the server took before the first of them may come after it.
      if (isWhole && shownFrom() !== undefined) setShownFrom(engine.history(peer)[0]?.key);
      const isNew = Math.abs(Date.now() - message.at) < 10_000 && message.at >= (newest()?.at ?? 0);
      if (isOpened() && isNew && !arrivals.has(message.key)) arrivals.set(message.key, performance.now());
      refreshSoon();
    }),
    engine.on("group", (changed) => {
      if (changed === peer) refreshSoon();
    }),
    engine.on("history", (changed) => {
      if (changed === peer) refreshSoon();
    }),
  ];
  onCleanup(() => {
    engine.past.leave(peer);
    clearTimeout(settling);
    for (const stop of stops) stop();
  });

  const comeBack = () => {
    engine.past.leave(peer);
    refresh();
  };

  if (!isAway()) showNewest();
  refresh();
  void engine.openConversation(peer).then(() => {
    if (horizon() === undefined) setHorizonKey(firstUnread(yonder, peer));
    if (!isAway()) showNewest();
    setOpened(true);
    refresh();
  });

  return {
    pieces: held.rows,
    isLoading,
    isOpened,
    isAway,
    newest,
    horizon,
    hasOlder: () => !isComplete() || engine.history(peer)[0]?.key !== shown()[0]?.key,
    async showOlder() {
      if (isLoading() || !isOpened()) return false;
      setLoading(true);
      const before = shown()[0]?.key;
      const isAtStart = engine.history(peer)[0]?.key === before;
      // Without a connection there is no older page for now: the next scroll asks again.
      const mayBeMore = isAtStart && !isComplete() ? await engine.loadOlder(peer).catch(() => true) : !isComplete();
      if (!engine.past.isAway(peer)) reveal(PAGE);
      refresh();
      setComplete(!mayBeMore);
      setLoading(false);
      return shown()[0]?.key !== before;
    },
    showNewer: () => engine.past.newer(peer),
    comeBack,
    forgetOlder() {
      if (isAway() || shown().length <= PAGE * 6) return;
      showNewest();
      refresh();
    },
    setHorizon(key) {
      if (key === horizon()) return;
      setHorizonKey(key);
      refresh();
    },
    arrivedAt: (key) => arrivals.get(key),
  };
}

function unreadCount(yonder: Yonder, peer: string): number {
  return yonder.conversation(peer)?.unread ?? 0;
}

/** Where the horizon stands: above the first message of theirs that has not been read. */
function firstUnread(yonder: Yonder, peer: string): string | undefined {
  const count = unreadCount(yonder, peer);
  if (count === 0) return undefined;
  const theirs = yonder.engine.history(peer).filter((message) => !message.isOwn);
  return theirs.at(-Math.min(count, theirs.length))?.key;
}
