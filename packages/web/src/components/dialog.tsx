import "../styles/dialog.css";
import { createUniqueId, type JSX, onMount } from "solid-js";
import { t } from "../i18n/index.ts";
import { IconButton } from "./icon-button.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}

/** The browser's own modal dialog: focus stays inside, Esc and a press beside it close it, focus returns to where it was. */
export function Dialog(props: DialogProps) {
  const title = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  const closeBeside = (event: MouseEvent) => {
    if (event.target === dialog) dialog?.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={() => props.onClose()} onMouseDown={closeBeside}>
      <div class="dialog-head">
        <h2 id={title}>{props.title}</h2>
        <IconButton icon="x" label={t("close")} onPress={() => dialog?.close()} />
      </div>
      <div class="dialog-body">{props.children}</div>
    </dialog>
  );
}
