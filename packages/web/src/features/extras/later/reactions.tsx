import type { Message } from "@yonder/client";
import { For } from "solid-js";
import { formats, t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { rememberEmoji } from "./recent-emoji.ts";
import { whoIs } from "./who.ts";

/** More names than this are not listed. */
const MAX_NAMES = 12;

/** What people feel about a message: ours are pressed, and a press changes them. */
export function Reactions(props: { readonly message: Message }) {
  const yonder = useYonder();
  const names = (from: readonly string[]) => {
    const shown = from.slice(0, MAX_NAMES).map((each) => whoIs(yonder, props.message.peer, each));
    const rest = from.length - shown.length;
    return formats().list(rest > 0 ? [...shown, t("othersToo", { count: rest })] : shown);
  };
  const react = (emoji: string) => {
    rememberEmoji(emoji);
    yonder.engine.react(props.message.key, emoji);
  };
  return (
    <fieldset class="reactions">
      <legend class="sr">{t("reactions")}</legend>
      <For each={props.message.reactions}>
        {(reaction) => (
          <button
            type="button"
            class="reaction"
            aria-pressed={reaction.isOwn}
            aria-label={`${reaction.emoji} ${formats().number(reaction.from.length)}: ${names(reaction.from)}`}
            title={names(reaction.from)}
            onClick={() => react(reaction.emoji)}
          >
            <span class="e">{reaction.emoji}</span>
            {formats().number(reaction.from.length)}
          </button>
        )}
      </For>
    </fieldset>
  );
}
