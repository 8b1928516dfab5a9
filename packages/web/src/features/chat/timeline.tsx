import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { IconButton } from "../../components/icon-button.tsx";
import { shortName } from "../../components/identity.ts";
import { Slot } from "../../components/slot.tsx";
import { formats, t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { useYonder } from "../../state/yonder.ts";
import { extras, loadExtras } from "../extras/extras.ts";
import { loadFiles } from "../files/files.ts";
import { createFilling } from "./filling.ts";
import type { Item } from "./grouping.ts";
import { Piece } from "./piece.tsx";
import { type Place, placeIn, readPlace, returnTo, savePlace } from "./scroll-place.ts";
import { People } from "./styled-text.tsx";
import { createTimeline } from "./timeline-state.ts";

/** Nearer to the end than this, px, the timeline follows what is new. */
const NEAR_END = 80;
/** Nearer to the start than this, px, older messages are shown. */
const NEAR_START = 600;

/** The messages with one contact. Made anew for each. */
export function Timeline(props: { readonly peer: string }) {
  const yonder = useYonder();
  const peer = props.peer;
  let scroller!: HTMLDivElement;
  const [isAtEnd, setAtEnd] = createSignal(true);
  const [isFarFromEnd, setFarFromEnd] = createSignal(false);
  const [isVisible, setVisible] = createSignal(document.visibilityState === "visible" && document.hasFocus());
  const filling = createFilling(
    () => scroller,
    (update) => keepPlace(update),
  );
  let isPlaced = false;
  let isGoingOn = false;

  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  const keepPlace = (update: () => void) => {
    if (!scroller) return update();
    const place = isAtEnd() ? undefined : placeIn(scroller);
    update();
    if (place) goTo(place);
    else if (isPlaced) settle(toEnd);
  };
  /** Goes there until all that is in view is drawn. */
  const settle = (go: () => void) => {
    do go();
    while (filling.fillView());
  };
  const drawPiece = (isWanted: (item: Item) => boolean) => {
    const index = timeline.pieces().findIndex((piece) => piece.value().some(isWanted));
    filling.fill(scroller.querySelectorAll(".piece")[index]);
    return index >= 0;
  };
  /** @returns whether it is there */
  const goTo = (place: Place) => {
    const holds = (item: Item) => item.kind === "group" && item.messages.some(({ key }) => key === place.key);
    if (!place.element?.isConnected && !drawPiece(holds)) return false;
    settle(() => returnTo(scroller, place));
    return true;
  };
  const timeline = createTimeline({ yonder, peer, keepPlace });
  const name = () => yonder.nameOf(peer);
  const unread = () => yonder.conversation(peer)?.unread ?? 0;

  /** @returns whether the place is there that the reader left, or is led to */
  const findPlace = async () => {
    const saved = (timeline.isAway() || unread() === 0) && readPlace(peer);
    for (let pages = 0; saved && pages < 20; pages++) {
      if (goTo(saved)) return true;
      if (timeline.isAway() || !timeline.hasOlder()) break;
      if (!(await timeline.showOlder())) break;
    }
    return false;
  };
  /** To the place the reader left, else to the first unread message, else to the end. */
  const place = async () => {
    if (await findPlace()) return onScroll();
    drawPiece(({ kind }) => kind === "horizon");
    settle(() => {
      toEnd();
      const line = scroller.querySelector<HTMLElement>(".horizon");
      if (line) scroller.scrollTop = Math.min(scroller.scrollTop, line.offsetTop - scroller.clientHeight / 4);
    });
    onScroll();
  };
  const onScroll = () => {
    const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    setAtEnd(below < NEAR_END && !timeline.isAway());
    setFarFromEnd(below > scroller.clientHeight * 0.6 || timeline.isAway());
    if (isPlaced && filling.isViewEmpty()) keepPlace(() => {});
    if (isPlaced && below < NEAR_START && timeline.isAway()) goOn();
    if (isPlaced && scroller.scrollTop < NEAR_START && timeline.hasOlder()) void timeline.showOlder().then(fillUp);
    if (isPlaced) rememberSoon();
  };
  const goOn = () => {
    if (isGoingOn) return;
    isGoingOn = true;
    timeline
      .showNewer()
      .then(
        () => setTimeout(onScroll),
        () => {},
      )
      .finally(() => {
        isGoingOn = false;
      });
  };
  /** A page too short to scroll asks for more by itself. */
  const fillUp = (hasMore: boolean) => {
    if (
      hasMore &&
      scroller.isConnected &&
      scroller.scrollTop < NEAR_START &&
      timeline.hasOlder() &&
      !timeline.isLoading()
    )
      onScroll();
  };
  const remember = () => savePlace(peer, isAtEnd() || timeline.isAway() ? undefined : placeIn(scroller));
  const rememberSoon = createDelay(remember, 250);
  const jump = () => {
    timeline.comeBack();
    timeline.forgetOlder();
    settle(toEnd);
  };

  createEffect(
    on(timeline.isOpened, async (isOpened) => {
      if (!isOpened) return;
      await place();
      isPlaced = true;
      onScroll();
      void loadExtras(keepPlace);
      void loadFiles(keepPlace);
    }),
  );
  // An own message is always brought into view, and with it the horizon has been passed.
  createEffect(
    on(timeline.newest, (message, before) => {
      if (!isPlaced || !message || message.key === before?.key) return;
      if (message.isOwn) timeline.setHorizon(undefined);
      else if (!timeline.horizon() && !(isVisible() && isAtEnd())) timeline.setHorizon(message.key);
      if (message.isOwn) settle(toEnd);
    }),
  );
  createEffect(() => {
    if (timeline.isOpened() && isVisible() && isAtEnd() && (unread() > 0 || yonder.conversation(peer)?.isMarked))
      yonder.engine.markRead(peer);
  });

  onMount(() => {
    // On a wide screen the composer takes the focus; under a finger the on-screen keyboard stays closed.
    if (isTouch() && navigator.userActivation?.hasBeenActive) scroller.focus({ preventScroll: true });
    const resized = new ResizeObserver(() => (isAtEnd() && isPlaced ? toEnd() : undefined));
    resized.observe(scroller);
    for (const child of scroller.children) resized.observe(child);
    const look = () => setVisible(document.visibilityState === "visible" && document.hasFocus());
    const stop = listenAll(look, [document, "visibilitychange"], [window, "focus"], [window, "blur"]);
    addEventListener("pagehide", remember);
    onCleanup(() => {
      resized.disconnect();
      stop();
      removeEventListener("pagehide", remember);
    });
  });

  return (
    <>
      <div
        class="scroll"
        ref={scroller}
        role="log"
        aria-live="off"
        tabindex="0"
        aria-label={t("messagesWith", { name: name() })}
        onScroll={onScroll}
      >
        <div class="timeline">
          <Show
            when={timeline.isOpened() && timeline.pieces().length === 0}
            fallback={<p class="note">{startNote(timeline)}</p>}
          >
            <div class="empty">
              <h2>{t("noMessages")}</h2>
              <p>{yonder.isGroup(peer) ? t("noMessagesAll") : t("noMessagesText", { name: shortName(name()) })}</p>
            </div>
          </Show>
          <People.Provider value={() => yonder.group(peer)?.members}>
            <For each={timeline.pieces()}>
              {(piece) => (
                <Piece
                  piece={piece}
                  isNewest={piece === timeline.pieces().at(-1)}
                  name={name()}
                  filling={filling}
                  arrivedAt={timeline.arrivedAt}
                  peer={peer}
                />
              )}
            </For>
          </People.Provider>
          <Show when={yonder.conversation(peer)?.isTyping && yonder.connection().kind === "online"}>
            <div class="group-of theirs">
              <div class="bubbles">
                <div class="bubble typing new">
                  <span class="sr">{t("nameIsWriting", { name: shortName(name()) })}</span>
                  <i />
                  <i />
                  <i />
                </div>
              </div>
            </div>
          </Show>
        </div>
        <Slot of={extras()?.TickTip} peer={peer} name={shortName(name())} />
        <Slot of={extras()?.MessageTools} peer={peer} scroller={() => scroller} timeline={timeline} />
      </div>
      <Show when={isFarFromEnd() || (!isAtEnd() && unread() > 0)}>
        <div class="jump-place">
          <IconButton
            class="jump"
            icon="down"
            label={unread() > 0 ? t("jumpUnread", { count: unread() }) : t("jump")}
            onPress={jump}
          />
          <Show when={unread() > 0}>
            <span class="count" aria-hidden="true">
              {formats().number(unread())}
            </span>
          </Show>
        </div>
      </Show>
    </>
  );
}

function startNote(timeline: { isLoading(): boolean; hasOlder(): boolean; pieces(): readonly unknown[] }): string {
  if (timeline.isLoading()) return t("loadingOlder");
  return timeline.hasOlder() || timeline.pieces().length === 0 ? "" : t("beginning");
}

function createDelay(action: () => void, delay: number): () => void {
  let timer = 0;
  onCleanup(() => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(action, delay);
  };
}

function listenAll(listener: () => void, ...targets: readonly (readonly [EventTarget, string])[]): () => void {
  for (const [target, name] of targets) target.addEventListener(name, listener);
  return () => {
    for (const [target, name] of targets) target.removeEventListener(name, listener);
  };
}
