import { createSignal, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { EmojiPicker } from "./emoji-picker.tsx";

/** In the composer: puts an emoji where the cursor stands. */
export function EmojiButton(props: { readonly onPick: (emoji: string) => void }) {
  const [isOpen, setOpen] = createSignal(false);
  let button!: HTMLButtonElement;
  return (
    <>
      <button
        type="button"
        ref={button}
        class="icon-button emoji-button"
        aria-label={t("emoji")}
        title={t("emoji")}
        aria-expanded={isOpen()}
        onClick={() => setOpen(!isOpen())}
      >
        <Icon name="smile" />
      </button>
      <Show when={isOpen()}>
        <EmojiPicker anchor={button} onPick={props.onPick} onClose={() => setOpen(false)} isKept />
      </Show>
    </>
  );
}
