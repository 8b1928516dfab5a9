import type { Message } from "@yonder/client";
import { onMount } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { copyAndSay, transcript } from "./copying.ts";
import { picked, setPicked } from "./picked.ts";

/** While messages are picked: how many, and what to do with them. */
export function PickBar(props: { readonly peer: string; readonly onForward: (messages: readonly Message[]) => void }) {
  const yonder = useYonder();
  const messages = () =>
    yonder.engine.history(props.peer).filter(({ key, isRemoved }) => !isRemoved && picked()?.includes(key));
  const count = () => picked()?.length ?? 0;
  const forwardable = () => messages().filter(({ body, file }) => body !== "" || file?.url);
  const act = (action: (messages: readonly Message[]) => void) => {
    action(messages());
    setPicked(undefined);
  };
  let bar!: HTMLDivElement;
  // It stands below the newest message, not upon it.
  onMount(() => {
    const scroller = bar.closest(".scroll");
    const below = scroller ? scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop : 0;
    if (scroller && below < bar.offsetHeight * 3) scroller.scrollTop = scroller.scrollHeight;
  });
  return (
    <div class="pick-bar" role="toolbar" aria-label={t("messageActions")} ref={bar}>
      <IconButton icon="x" label={t("dontSelect")} onPress={() => setPicked(undefined)} />
      <span class="grow" role="status">
        {t("selected", { count: count() })}
      </span>
      <button
        type="button"
        class="text-button"
        disabled={count() === 0}
        onClick={() => act((all) => void copyAndSay(transcript(all, yonder)))}
      >
        <Icon name="copy" isSmall />
        {t("copy")}
      </button>
      <button
        type="button"
        class="text-button"
        disabled={forwardable().length === 0}
        onClick={() => {
          const messages = forwardable();
          act(() => props.onForward(messages));
        }}
      >
        <Icon name="onward" isSmall />
        {t("forward")}
      </button>
    </div>
  );
}
