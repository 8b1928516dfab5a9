import { Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { Bar, isOnItsWay } from "./bar.tsx";
import { BARS, resample } from "./bars.ts";
import { FileName } from "./file-name.tsx";
import type { FileViewProps } from "./file-view.tsx";
import { createSource } from "./local.ts";
import { isBroken, isPlaying, nextRate, playedTo, rate, seek, toggle } from "./player.ts";
import { Save } from "./save.tsx";
import { minutes } from "./sizes.ts";
import { Wave } from "./wave.tsx";

/** A voice message, or another sound, to be heard in its bubble. */
export function Sound(props: FileViewProps) {
  const { engine } = useYonder();
  const source = createSource(engine, () => props.message);
  const key = () => props.message.key;
  const length = () => props.file.duration ?? 0;
  const played = () => (length() > 0 ? Math.min(1, playedTo(key()) / length()) : 0);
  const bars = () => resample(props.file.waveform ?? [0.2], BARS);
  const title = () => (props.file.waveform ? t("voiceMessage") : props.file.name);
  const time = () => {
    const whole = minutes(length());
    return playedTo(key()) > 0 ? `${minutes(playedTo(key()))} / ${whole}` : whole;
  };
  return (
    <div class="voice">
      <button
        type="button"
        class="round"
        aria-label={`${t(isPlaying(key()) ? "pauseSound" : "playFile")}: ${title()}, ${minutes(length())}`}
        onClick={() => toggle(key(), source() ?? "")}
      >
        <Icon name={isPlaying(key()) ? "pause" : "play"} />
      </button>
      <div>
        <Show when={!props.file.waveform}>
          <FileName name={props.file.name} />
        </Show>
        <div class="track">
          <Wave bars={bars()} played={played()} />
          <Show when={length() > 0}>
            <input
              type="range"
              min="0"
              max={length()}
              step="0.1"
              value={playedTo(key())}
              aria-label={t("soundPosition")}
              aria-valuetext={minutes(playedTo(key()))}
              onInput={(event) => seek(key(), source() ?? "", event.currentTarget.valueAsNumber)}
            />
          </Show>
        </div>
        <Bar {...props} />
        <div class="foot">
          <span>{isBroken(key()) ? t("soundBroken") : time()}</span>
          <Show when={props.message.body === ""}>{props.children}</Show>
        </div>
      </div>
      <Show
        when={isOnItsWay(props)}
        fallback={
          <Show when={isBroken(key())} fallback={<Speed />}>
            <Save file={props.file} />
          </Show>
        }
      >
        <span />
      </Show>
    </div>
  );
}

function Speed() {
  const number = () => formats().number(rate());
  return (
    <button type="button" class="chip" aria-label={t("speed", { rate: number() })} onClick={nextRate}>
      {number()}×
    </button>
  );
}
