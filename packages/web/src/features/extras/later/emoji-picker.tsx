import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import { standAt } from "../../../components/later/floating.ts";
import type { Key } from "../../../i18n/catalogue.ts";
import { language, t } from "../../../i18n/index.ts";
import { keep, readKept } from "../../../state/kept.ts";
import { createLoaded } from "../../../state/loaded.ts";
import { type Emoji, inTone, loadEmoji, searchEmoji, TONE_COUNT } from "./emoji-search.ts";
import { recent, rememberEmoji } from "./recent-emoji.ts";

interface PickerProps {
  readonly anchor: HTMLElement;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
  /** Stays open for more than one. */
  readonly isKept?: boolean;
}

const GROUPS: readonly { readonly label: Key; readonly sign: string }[] = [
  { label: "emojiSmileys", sign: "😀" },
  { label: "emojiPeople", sign: "👋" },
  { label: "emojiNature", sign: "🐵" },
  { label: "emojiFood", sign: "🍇" },
  { label: "emojiTravel", sign: "🌍" },
  { label: "emojiActivities", sign: "🎃" },
  { label: "emojiObjects", sign: "👓" },
  { label: "emojiSymbols", sign: "🔣" },
  { label: "emojiFlags", sign: "🏁" },
];

const TONE_STORE = "yonder-tone";

/** All emoji, to be looked through or searched. */
export function EmojiPicker(props: PickerProps) {
  const [loaded] = createLoaded(() => loadEmoji(language()));
  const groups = () => loaded() ?? [];
  const [typed, setTyped] = createSignal("");
  const [tone, setTone] = createSignal(Number(readKept(TONE_STORE)) || 0);
  const found = createMemo(() => (typed().trim() ? searchEmoji(groups(), typed()) : undefined));
  let picker!: HTMLDivElement;
  let isPicked = false;

  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    props.onPick(emoji);
    if (!props.isKept) close();
  };
  const close = () => {
    if (isPicked) return;
    isPicked = true;
    props.onClose();
    const button = props.anchor.matches("button") ? props.anchor : props.anchor.querySelector("button");
    button?.focus();
  };
  const chooseTone = () => {
    const next = (tone() + 1) % TONE_COUNT;
    setTone(next);
    keep(TONE_STORE, next);
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (!event.key.startsWith("Arrow") || !moveFocus(picker, event.key)) return;
    event.preventDefault();
  };
  onMount(() => {
    picker.showPopover();
    const anchor = props.anchor.getBoundingClientRect();
    const frame = new DOMRect(0, 0, innerWidth, innerHeight);
    standAt(picker, { anchor, frame, overlap: -8, side: "end" });
    picker.querySelector("input")?.focus({ preventScroll: true });
  });

  return (
    <div
      class="emoji-picker"
      popover
      role="dialog"
      aria-label={t("emoji")}
      ref={picker}
      onKeyDown={onKey}
      onToggle={(event) => event.newState === "closed" && close()}
    >
      <div class="emoji-top">
        <input
          type="search"
          aria-label={t("searchEmoji")}
          placeholder={t("searchEmoji")}
          value={typed()}
          dir="auto"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button
          type="button"
          class="icon-button e"
          aria-label={t("skinTone")}
          title={t("skinTone")}
          onClick={chooseTone}
        >
          {inTone({ base: "✋", hasTones: true, words: [] }, tone())}
        </button>
      </div>
      <div class="emoji-scroll" tabindex="-1">
        <Show
          when={found()}
          fallback={
            <>
              <Show when={recent().length > 0}>
                <Section
                  title={t("emojiRecent")}
                  emoji={recent().map((base) => ({ base, hasTones: false, words: [] }))}
                  tone={0}
                  onPick={pick}
                />
              </Show>
              <For each={groups()}>
                {(group, index) => (
                  <Section title={t(GROUPS[index()]?.label ?? "emoji")} emoji={group} tone={tone()} onPick={pick} />
                )}
              </For>
            </>
          }
        >
          {(emoji) => (
            <Section title={t("emojiFound", { count: emoji().length })} emoji={emoji()} tone={tone()} onPick={pick} />
          )}
        </Show>
      </div>
      <div class="emoji-groups">
        <For each={GROUPS}>
          {(group, index) => (
            <button
              type="button"
              class="icon-button e"
              aria-label={t(group.label)}
              title={t(group.label)}
              onClick={() => {
                setTyped("");
                const sections = picker.querySelectorAll(".emoji-scroll section");
                sections[index() + (recent().length > 0 ? 1 : 0)]?.scrollIntoView({ block: "start" });
              }}
            >
              {group.sign}
            </button>
          )}
        </For>
      </div>
    </div>
  );
}

function Section(props: {
  readonly title: string;
  readonly emoji: readonly Emoji[];
  readonly tone: number;
  readonly onPick: (emoji: string) => void;
}) {
  return (
    <section aria-label={props.title}>
      <p aria-hidden="true">{props.title}</p>
      <div class="emoji-grid">
        <For each={props.emoji}>
          {(emoji) => (
            <button
              type="button"
              class="e"
              aria-label={`${emoji.base} ${emoji.words[0] ?? ""}`}
              title={emoji.words[0]}
              onClick={() => props.onPick(inTone(emoji, props.tone))}
            >
              {inTone(emoji, props.tone)}
            </button>
          )}
        </For>
      </div>
    </section>
  );
}

/** Along the line, or to what stands above or below. @returns whether the focus moved */
function moveFocus(picker: HTMLElement, key: string): boolean {
  const all = [...picker.querySelectorAll<HTMLElement>(".emoji-grid button")];
  const now = all.indexOf(document.activeElement as HTMLElement);
  if (now < 0) {
    if (key !== "ArrowDown") return false;
    all[0]?.focus();
    return true;
  }
  const isForward = (key === "ArrowRight") === (getComputedStyle(picker).direction === "ltr");
  const from = all[now]?.getBoundingClientRect();
  const isBeside = (each: HTMLElement) => Math.abs(each.getBoundingClientRect().left - (from?.left ?? 0)) < 4;
  if (key === "ArrowRight" || key === "ArrowLeft") all[now + (isForward ? 1 : -1)]?.focus();
  else if (key === "ArrowDown")
    all
      .slice(now + 1)
      .find(isBeside)
      ?.focus();
  else (all.slice(0, now).findLast(isBeside) ?? picker.querySelector("input"))?.focus();
  return true;
}
