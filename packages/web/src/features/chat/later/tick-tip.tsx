import type { MessageState } from "@yonder/client";
import { createSignal, onCleanup, onMount } from "solid-js";
import { nameOfTick } from "../../../components/tick.tsx";
import type { Key } from "../../../i18n/catalogue.ts";
import { formats, t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";

const TEXTS: Readonly<Record<MessageState, Key>> = {
  waiting: "tickWaitingText",
  stored: "tickStoredText",
  reached: "tickReachedText",
  read: "tickReadText",
  failed: "tickFailedText",
};

/** Names of those who have seen it. */
const MOST_NAMES = 12;

/** Says what a tick means when it is hovered or tapped: one popover for the whole timeline. */
export function TickTip(props: { readonly peer: string; readonly name: string }) {
  const { engine } = useYonder();
  const [names, setNames] = createSignal<readonly string[]>([]);
  const [state, setState] = createSignal<MessageState>("stored");
  let tip!: HTMLDivElement;
  let isHovered = false;

  const show = (tick: HTMLElement) => {
    setState(tick.dataset.state as MessageState);
    const key = tick.closest<HTMLElement>("[data-key]")?.dataset.key ?? "";
    setNames(engine.groups.seenBy(props.peer, key).slice(0, MOST_NAMES));
    tip.showPopover();
    const at = tick.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - width / 2), innerWidth - width - 8);
    tip.style.setProperty("left", `${left}px`);
    tip.style.setProperty("top", `${at.top > height + 16 ? at.top - height - 6 : at.bottom + 6}px`);
  };
  const hide = () => {
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const tickOf = (event: Event) => (event.target as Element).closest<HTMLElement>(".tick-place") ?? undefined;
  const onOver = (event: PointerEvent) => {
    const tick = event.pointerType === "mouse" ? tickOf(event) : undefined;
    if (!tick && isHovered) hide();
    if (tick) show(tick);
    isHovered = Boolean(tick);
  };
  const onClick = (event: MouseEvent) => {
    const tick = tickOf(event);
    if (tick) show(tick);
    else hide();
  };

  onMount(() => {
    const scroller = tip.parentElement;
    scroller?.addEventListener("pointerover", onOver);
    scroller?.addEventListener("click", onClick);
    scroller?.addEventListener("scroll", hide, { passive: true });
    addEventListener("keydown", hide);
    onCleanup(() => removeEventListener("keydown", hide));
  });

  return (
    <div class="tip" popover="manual" ref={tip} role="tooltip">
      <b>{t(nameOfTick(state()))}.</b>{" "}
      {names().length > 0 ? t("seenBy", { names: formats().list(names()) }) : t(TEXTS[state()], { name: props.name })}
    </div>
  );
}
