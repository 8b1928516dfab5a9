import "../styles/dialog.css";
import { createUniqueId, type JSX, onCleanup, onMount } from "solid-js";
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
  let isGone = false;
  onMount(() => dialog?.showModal());
  // Taken off the page while it is open, it would leave the keyboard nowhere.
  onCleanup(() => {
    isGone = true;
    dialog?.close();
  });
  const closeBeside = (event: MouseEvent) => {
    if (dialog && event.target === dialog && isBeside(dialog.getBoundingClientRect(), event)) dialog.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={() => isGone || props.onClose()} onMouseDown={closeBeside}>
      <div class="dialog-head">
        <h2 id={title}>{props.title}</h2>
        <IconButton icon="x" label={t("close")} onPress={() => dialog?.close()} />
      </div>
      <div class="dialog-body">{props.children}</div>
    </dialog>
  );
}

/** Its own scroll bar is the dialog too. */
function isBeside({ left, right, top, bottom }: DOMRect, { clientX: x, clientY: y }: MouseEvent): boolean {
  return x < left || x > right || y < top || y > bottom;
}
