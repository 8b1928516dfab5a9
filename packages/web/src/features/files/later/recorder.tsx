import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { useYonder } from "../../../state/yonder.ts";
import { sendFile } from "./attached.ts";
import { BARS } from "./bars.ts";
import { canRecord, record, recording } from "./recording.ts";
import { minutes } from "./sizes.ts";
import { Wave } from "./wave.tsx";

export function VoiceButton(props: { readonly peer: string }) {
  const [isRefused, setRefused] = createSignal(false);
  const label = () => t(isRefused() ? "noMicrophone" : "recordVoice");
  let isGone = false;
  // Whoever has left meanwhile is not listened to.
  const begin = () =>
    record(props.peer).then(
      (isListening) => isListening && isGone && recording()?.cancel(),
      () => {
        setRefused(true);
        announce(t("noMicrophone"));
      },
    );
  onCleanup(() => {
    isGone = true;
  });
  return (
    <Show when={canRecord()}>
      <button
        type="button"
        class="icon-button"
        classList={{ refused: isRefused() }}
        aria-label={label()}
        title={label()}
        onClick={() => void begin()}
      >
        <Icon name="mic" />
      </button>
    </Show>
  );
}

/** In place of the composer while a voice message is spoken. Leaving the conversation gives it up. */
export function Recorder(props: { readonly peer: string }) {
  const { engine } = useYonder();
  let send!: HTMLButtonElement;
  const bars = () => {
    const last = recording()?.levels().slice(-BARS) ?? [];
    return [...Array.from({ length: BARS - last.length }, () => 0), ...last];
  };
  const finish = async () => {
    const peer = props.peer;
    const file = await recording()?.finish();
    if (file) sendFile(engine, peer, file);
  };
  onMount(() => send.focus());
  onCleanup(() => recording()?.cancel());
  return (
    <div class="line recorder">
      <IconButton icon="bin" label={t("dropRecording")} onPress={() => recording()?.cancel()} />
      <span class="length" role="timer" aria-label={t("recording")}>
        {minutes(recording()?.length() ?? 0)}
      </span>
      <Wave bars={bars()} played={1} />
      <button
        type="button"
        class="icon-button solid"
        ref={send}
        aria-label={t("sendVoice")}
        title={t("sendVoice")}
        onClick={() => void finish()}
      >
        <Icon name="send" />
      </button>
    </div>
  );
}
