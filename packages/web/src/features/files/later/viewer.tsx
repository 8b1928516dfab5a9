import type { Message } from "@yonder/client";
import { createSignal, onMount, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { AtPageEnd } from "../../../components/later/at-page-end.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { isNear, kindOf } from "../file-kind.ts";
import { createSource } from "./local.ts";
import { Save } from "./save.tsx";

interface ViewerProps {
  readonly first: Message;
  /** Photos to go on to, oldest first: by default those of the conversation as far as it is shown. */
  readonly among?: readonly Message[];
  readonly onClose: () => void;
}

/** A photo by itself, and from there the others of the conversation. */
export function Viewer(props: ViewerProps) {
  const { engine } = useYonder();
  const [message, setMessage] = createSignal(props.first);
  const [isZoomed, setZoomed] = createSignal(false);
  const source = createSource(engine, message);
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());

  const photos = () => (props.among ?? engine.history(props.first.peer)).filter((one) => isPhoto(one, engine.domain));
  const beside = (step: number) => {
    const all = photos();
    return all[all.findIndex(({ key }) => key === message().key) + step];
  };
  const go = (step: number) => {
    const next = beside(step);
    if (!next) return;
    setZoomed(false);
    setMessage(next);
  };
  const onKey = (event: KeyboardEvent) => {
    const isForward = getComputedStyle(dialog).direction === "ltr" ? "ArrowRight" : "ArrowLeft";
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") go(event.key === isForward ? 1 : -1);
  };
  const closeBeside = (event: MouseEvent) => {
    if ((event.target as Element).matches(".stage")) dialog.close();
  };
  const name = () => message().file?.name ?? "";

  return (
    <AtPageEnd>
      <dialog
        class="viewer"
        ref={dialog}
        aria-label={`${t("photo")}: ${name()}`}
        onClose={() => props.onClose()}
        onKeyDown={onKey}
        onMouseDown={closeBeside}
      >
        <header>
          <span class="two">
            <bdi class="cut">{name()}</bdi>
            <small>{formats().full(message().at)}</small>
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={t("actualSize")}
            title={t("actualSize")}
            aria-pressed={isZoomed()}
            onClick={() => setZoomed((now) => !now)}
          >
            <Icon name="zoom" />
          </button>
          <Show when={message().file}>{(file) => <Save file={file()} />}</Show>
          <IconButton icon="x" label={t("close")} onPress={() => dialog.close()} />
        </header>
        {/* What scrolls must be reachable with the keyboard. */}
        <div class="stage" classList={{ zoomed: isZoomed() }} tabindex={isZoomed() ? 0 : undefined}>
          <img src={source()} alt={name()} onDblClick={() => setZoomed((now) => !now)} />
        </div>
        <Show when={beside(-1)}>
          <IconButton class="previous" icon="back" label={t("previousPhoto")} onPress={() => go(-1)} />
        </Show>
        <Show when={beside(1)}>
          <IconButton class="following" icon="next" label={t("nextPhoto")} onPress={() => go(1)} />
        </Show>
      </dialog>
    </AtPageEnd>
  );
}

function isPhoto({ file, isRemoved }: Message, domain: string): boolean {
  return file !== undefined && !isRemoved && kindOf(file) === "image" && isNear(file, domain);
}
