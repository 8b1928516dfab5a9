import { createSignal, onCleanup } from "solid-js";
import { t } from "../i18n/index.ts";
import { announce } from "../state/live.ts";
import { Icon } from "./icon.tsx";

interface CopyButtonProps {
  readonly text: string;
  readonly class?: string;
  readonly label?: string;
}

/** Copies, and says so in its own place for a moment. */
export function CopyButton(props: CopyButtonProps) {
  const [isDone, flash] = createFlash();
  const copy = async () => {
    if (await copyText(props.text)) flash();
  };
  return (
    <button type="button" class={props.class ?? "text-button"} onClick={() => void copy()}>
      <Icon name={isDone() ? "check" : "copy"} isSmall />
      {isDone() ? t("copied") : (props.label ?? t("copy"))}
    </button>
  );
}

/** True for two seconds after each call of the second function, which is also announced. */
export function createFlash(): [isOn: () => boolean, flash: () => void] {
  const [isOn, setOn] = createSignal(false);
  let timer = 0;
  onCleanup(() => clearTimeout(timer));
  const flash = () => {
    setOn(true);
    announce(t("copied"));
    clearTimeout(timer);
    timer = window.setTimeout(() => setOn(false), 2_000);
  };
  return [isOn, flash];
}

/** @returns whether the clipboard took it */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** COMPAT: pages without TLS have no clipboard API. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr";
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}
