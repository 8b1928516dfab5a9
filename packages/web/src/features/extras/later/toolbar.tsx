import type { Message } from "@yonder/client";
import { createSignal, For, onMount, Show } from "solid-js";
import { Icon, type IconName } from "../../../components/icon.tsx";
import { standAt } from "../../../components/later/floating.ts";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { setAbout } from "../about.ts";
import { mayBeMeant } from "./actions.ts";
import { EmojiPicker } from "./emoji-picker.tsx";
import { quickEmoji, rememberEmoji } from "./recent-emoji.ts";

interface ToolbarProps {
  readonly message: Message;
  readonly bubble: HTMLElement;
  readonly frame: DOMRect;
  readonly onMore: (anchor: DOMRect) => void;
  readonly onClose: () => void;
}

/** At the upper edge of a bubble: the quickest answers to it. */
export function Toolbar(props: ToolbarProps) {
  const { engine, conversation } = useYonder();
  const [isPicking, setPicking] = createSignal(false);
  let bar!: HTMLDivElement;
  const canAnswer = () => mayBeMeant(props.message, conversation(props.message.peer)?.kind === "group");
  const react = (emoji: string) => {
    rememberEmoji(emoji);
    engine.react(props.message.key, emoji);
    props.onClose();
  };
  const reply = () => {
    setAbout({ kind: "reply", message: props.message });
    props.onClose();
  };
  const more = () => props.onMore(bar.getBoundingClientRect());
  const move = (event: KeyboardEvent) => {
    const buttons = [...bar.querySelectorAll<HTMLElement>(":scope > button")];
    const now = buttons.indexOf(document.activeElement as HTMLElement);
    const isForward = (event.key === "ArrowRight") === (getComputedStyle(bar).direction === "ltr");
    if (now < 0) return;
    if (event.key === "Escape") {
      props.bubble.focus();
      props.onClose();
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft")
      buttons.at((now + (isForward ? 1 : -1)) % buttons.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  onMount(() => {
    bar.showPopover();
    const anchor = props.bubble.getBoundingClientRect();
    standAt(bar, { anchor, frame: props.frame, overlap: 6, side: props.message.isOwn ? "end" : "start" });
  });
  const quick = quickEmoji(3);
  return (
    <div class="actions" popover="manual" role="toolbar" aria-label={t("messageActions")} ref={bar} onKeyDown={move}>
      <Show when={canAnswer()}>
        <For each={quick}>
          {(emoji) => (
            <button
              type="button"
              class="icon-button e"
              aria-label={t("reactWith", { emoji })}
              onClick={() => react(emoji)}
            >
              {emoji}
            </button>
          )}
        </For>
        <Tool icon="smile" label={t("otherReaction")} onPress={() => setPicking(true)} />
        <Tool icon="reply" label={t("answerMessage")} onPress={reply} />
      </Show>
      <Tool icon="more" label={t("moreToDo")} onPress={more} />
      <Show when={isPicking()}>
        <EmojiPicker anchor={bar} onPick={react} onClose={() => setPicking(false)} />
      </Show>
    </div>
  );
}

function Tool(props: { readonly icon: IconName; readonly label: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={props.label}
      title={props.label}
      onClick={() => props.onPress()}
    >
      <Icon name={props.icon} />
    </button>
  );
}
