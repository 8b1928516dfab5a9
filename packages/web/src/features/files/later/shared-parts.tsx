import type { Message } from "@yonder/client";
import { createSignal, For, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { thisMinute } from "../../../state/clock.ts";
import { useYonder } from "../../../state/yonder.ts";
import { FileName } from "./file-name.tsx";
import { createSource } from "./local.ts";
import { Save } from "./save.tsx";
import type { SharedLink } from "./shared.ts";
import { bytes } from "./sizes.ts";
import { Viewer } from "./viewer.tsx";

/** Photos as small squares; each opens by itself, with a way to the others. */
export function Thumbs(props: { readonly photos: readonly Message[]; readonly all: readonly Message[] }) {
  const [open, setOpen] = createSignal<Message>();
  const inOrder = () => props.all.toReversed();
  return (
    <>
      <div class="thumbs">
        <For each={props.photos}>{(message) => <Thumb message={message} onOpen={() => setOpen(message)} />}</For>
      </div>
      <Show when={open()}>
        {(first) => <Viewer first={first()} among={inOrder()} onClose={() => setOpen(undefined)} />}
      </Show>
    </>
  );
}

function Thumb(props: { readonly message: Message; readonly onOpen: () => void }) {
  const { engine } = useYonder();
  const source = createSource(engine, () => props.message);
  const [isBroken, setBroken] = createSignal(false);
  const picture = () => (isBroken() ? props.message.file?.preview : (source() ?? props.message.file?.preview));
  return (
    <button
      type="button"
      aria-label={`${t("photo")}: ${props.message.file?.name ?? ""}, ${formats().day(props.message.at, thisMinute())}`}
      onClick={() => props.onOpen()}
    >
      <Show when={picture()} fallback={<Icon name="file" />}>
        {(address) => <img src={address()} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />}
      </Show>
    </button>
  );
}

export function FileLine(props: { readonly message: Message }) {
  const file = () => props.message.file;
  const about = () => {
    const day = formats().day(props.message.at, thisMinute());
    const size = file()?.size;
    return size === undefined ? day : `${bytes(size)} · ${day}`;
  };
  return (
    <div class="item">
      <Icon name="file" />
      <span class="two">
        <FileName name={file()?.name ?? ""} />
        <small>{about()}</small>
      </span>
      <Show when={file()}>{(one) => <Save file={one()} />}</Show>
    </div>
  );
}

export function LinkLine(props: { readonly link: SharedLink }) {
  return (
    <a class="item" href={props.link.href} target="_blank" rel="noopener noreferrer">
      <Icon name="link" />
      <span class="two">
        <bdi class="cut" dir="ltr">
          {props.link.text.replace(/^https?:\/\//i, "")}
        </bdi>
        <small>{formats().day(props.link.message.at, thisMinute())}</small>
      </span>
    </a>
  );
}
