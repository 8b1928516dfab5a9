import type { Message, SharedFile } from "@yonder/client";
import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import type { FileKind } from "../file-kind.ts";
import { Bar, isOnItsWay } from "./bar.tsx";
import { FileName } from "./file-name.tsx";
import { createSource } from "./local.ts";
import { Save } from "./save.tsx";
import { bytes } from "./sizes.ts";
import { Sound } from "./sound.tsx";
import { Viewer } from "./viewer.tsx";

export interface FileViewProps {
  readonly kind: FileKind;
  readonly message: Message;
  readonly file: SharedFile;
  /** Time and tick. */
  readonly children?: JSX.Element;
}

/** A file in a bubble. */
export function FileView(props: FileViewProps) {
  return (
    <Switch fallback={<Card {...props} />}>
      <Match when={props.kind === "image"}>
        <Picture {...props} />
      </Match>
      <Match when={props.kind === "video"}>
        <Film {...props} />
      </Match>
      <Match when={props.kind === "audio"}>
        <Sound {...props} />
      </Match>
    </Switch>
  );
}

/** Below this many pixels a picture is not made larger. */
const SMALL = 300;

function Picture(props: FileViewProps) {
  const { engine } = useYonder();
  const source = createSource(engine, () => props.message);
  const [isLoaded, setLoaded] = createSignal(false);
  const [isBroken, setBroken] = createSignal(false);
  const [isOpen, setOpen] = createSignal(false);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    setOpen(true);
  };
  return (
    <Show when={!isBroken()} fallback={<Missing {...props} />}>
      <a
        class="whole"
        href={source()}
        role={source() ? undefined : "img"}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={`${t("photo")}: ${props.file.name}`}
        onClick={open}
      >
        <img
          classList={{ loaded: isLoaded(), small: (props.file.width ?? SMALL) < SMALL }}
          src={source()}
          alt=""
          loading="lazy"
          decoding="async"
          onLoad={() => setLoaded(true)}
          onError={() => source() && setBroken(true)}
        />
      </a>
      <Over {...props} />
      <Show when={isOpen()}>
        <Viewer first={props.message} onClose={() => setOpen(false)} />
      </Show>
    </Show>
  );
}

function Film(props: FileViewProps) {
  const { engine } = useYonder();
  const source = createSource(engine, () => props.message);
  const [isBroken, setBroken] = createSignal(false);
  return (
    <Show when={!isBroken()} fallback={<Missing {...props} />}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for what they send each other. */}
      <video
        class="loaded"
        controls
        playsinline
        preload="none"
        poster={props.file.preview}
        src={source()}
        aria-label={`${t("video")}: ${props.file.name}`}
        onError={() => source() && setBroken(true)}
      />
      <Over {...props} />
    </Show>
  );
}

/** What lies over a picture: how far it came, and its time where no text follows. */
function Over(props: FileViewProps) {
  const { engine } = useYonder();
  return (
    <>
      <Show when={isOnItsWay(props)}>
        <button
          type="button"
          class="ring"
          aria-label={t("stopUpload")}
          title={t("stopUpload")}
          onClick={() => engine.files.cancel(props.message.key)}
        >
          <svg viewBox="0 0 44 44" aria-hidden="true">
            <circle cx="22" cy="22" r="19" />
            <circle
              class="done"
              cx="22"
              cy="22"
              r="19"
              pathLength="1"
              stroke-dasharray={`${props.file.progress ?? 0} 1`}
            />
          </svg>
          <Icon name="x" />
        </button>
        <progress class="sr" aria-label={t("uploading")} value={props.file.progress ?? 0} max="1" />
      </Show>
      <Show when={props.message.body === ""}>{props.children}</Show>
    </>
  );
}

/** A picture that cannot be had, at the place it was meant for. */
function Missing(props: FileViewProps) {
  return (
    <div class="missing">
      <Card {...props} />
    </div>
  );
}

function Card(props: FileViewProps) {
  const { engine } = useYonder();
  const size = () => props.file.size ?? 0;
  const done = () => Math.round(size() * (props.file.progress ?? 0));
  return (
    <div class="file">
      <span class="tile">
        <Icon name="file" />
      </span>
      <div>
        <FileName name={props.file.name} />
        <Bar {...props} />
        <div class="foot">
          <span>
            <Show when={isOnItsWay(props)} fallback={size() > 0 ? bytes(size()) : hostOf(props.file.url)}>
              {t("partOf", { part: bytes(done()), whole: bytes(size()) })}
            </Show>
          </span>
          <Show when={props.message.body === ""}>{props.children}</Show>
        </div>
      </div>
      <Show when={isOnItsWay(props)} fallback={<Save file={props.file} />}>
        <IconButton icon="x" label={t("stopUpload")} onPress={() => engine.files.cancel(props.message.key)} />
      </Show>
    </div>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
