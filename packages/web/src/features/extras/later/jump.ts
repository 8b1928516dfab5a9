import type { Message } from "@yonder/client";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import type { Item } from "../../chat/grouping.ts";
import type { TimelineState } from "../../chat/timeline-state.ts";

export interface Place {
  readonly peer: string;
  readonly scroller: () => HTMLElement;
  readonly timeline: TimelineState;
}

let place: Place | undefined;

/** The conversation that is open now: jumps are made in it. */
export function openPlace(next: Place | undefined): void {
  place = next;
}

/** More pages than this are not loaded to find a message. */
const MAX_PAGES = 40;
/** So long it may take until a conversation is open. */
const MAX_FRAMES = 300;

/**
 * Brings a message into view, from older pages if need be, and marks it for a moment. `peer`: the conversation that is about to be open.
 * @returns whether it was found
 */
export async function jumpTo(isWanted: (message: Message) => boolean, peer?: string): Promise<boolean> {
  const isHere = () => place?.timeline.isOpened() && place.peer === peer;
  for (let frames = 0; peer !== undefined && !isHere() && frames < MAX_FRAMES; frames++) await nextFrame();
  const here = place;
  if (!here || (peer !== undefined && here.peer !== peer)) return false;
  const { timeline, scroller } = here;
  const find = () => timeline.pieces().findIndex((piece) => piece.value().some((item) => messageIn(item, isWanted)));
  for (let pages = 0; find() < 0 && pages < MAX_PAGES && timeline.hasOlder(); pages++)
    if (!(await timeline.showOlder())) break;
  const index = find();
  const key = timeline
    .pieces()
    [index]?.value()
    .flatMap((item) => messageIn(item, isWanted)?.key ?? [])[0];
  if (place !== here || key === undefined) {
    announce(t("notFound"));
    return false;
  }
  // Out of sight a piece is an empty box: it is filled when it comes near.
  scroller().querySelectorAll(".piece")[index]?.scrollIntoView({ block: "center" });
  const bubble = await whenThere(scroller(), key);
  bubble?.scrollIntoView({ block: "center" });
  bubble?.classList.add("found");
  bubble?.focus({ preventScroll: true });
  bubble?.addEventListener("animationend", () => bubble.classList.remove("found"), { once: true });
  return bubble !== undefined;
}

function messageIn(item: Item, isWanted: (message: Message) => boolean): Message | undefined {
  return item.kind === "group" ? item.messages.find(isWanted) : undefined;
}

async function whenThere(scroller: HTMLElement, key: string): Promise<HTMLElement | undefined> {
  for (let frames = 0; frames < 30; frames++) {
    const bubble = scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    if (bubble) return bubble;
    await nextFrame();
  }
  return undefined;
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
