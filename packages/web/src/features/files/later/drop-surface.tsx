import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { shortName } from "../../../components/identity.ts";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { attach, takeUp } from "./attached.ts";

/** Over the conversation while files are dragged; pasted files come in here too, and those that were attached before. */
export function DropSurface(props: { readonly peer: string }) {
  const yonder = useYonder();
  const [isOver, setOver] = createSignal(false);
  let anchor!: HTMLSpanElement;
  let depth = 0;
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  const take = (files: FileList | undefined) => {
    if (!files || files.length === 0) return false;
    attach(yonder.engine, props.peer, files);
    return true;
  };
  createEffect(() => {
    const known = yonder.conversation(props.peer);
    if (known) void takeUp(yonder.engine, props.peer, known.attached ?? []);
  });
  onMount(() => {
    const pane = anchor.closest<HTMLElement>("main");
    const stop = new AbortController();
    const listen = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void) =>
      pane?.addEventListener(type, listener, { signal: stop.signal });
    const enter = (step: number) => (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += step;
      setOver(depth > 0);
    };
    listen("dragenter", enter(1));
    listen("dragleave", enter(-1));
    listen("dragover", (event) => hasFiles(event) && event.preventDefault());
    listen("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      take(event.dataTransfer?.files);
      pane?.querySelector("textarea")?.focus();
    });
    listen("paste", (event) => {
      if (take(event.clipboardData?.files)) event.preventDefault();
    });
    onCleanup(() => stop.abort());
  });
  return (
    <>
      <span ref={anchor} hidden />
      <Show when={isOver()}>
        <div class="drop">
          <Icon name="clip" />
          {t("dropHere", { name: shortName(yonder.nameOf(props.peer)) })}
        </div>
      </Show>
    </>
  );
}
