import type { Message, SharedFile } from "@yonder/client";
import { Show } from "solid-js";
import { t } from "../../../i18n/index.ts";

interface OnItsWay {
  readonly message: Message;
  readonly file: SharedFile;
}

export function isOnItsWay({ message, file }: OnItsWay): boolean {
  return message.state === "waiting" && file.url === "";
}

/** How far a file came. */
export function Bar(props: OnItsWay) {
  const part = () => props.file.progress ?? 0;
  return (
    <Show when={isOnItsWay(props)}>
      <div
        class="bar"
        role="progressbar"
        aria-label={t("uploading")}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow={Math.round(part() * 100)}
      >
        <i style={{ "inline-size": `${part() * 100}%` }} />
      </div>
    </Show>
  );
}
