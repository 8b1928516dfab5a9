import type { SharedFile } from "@yonder/client";
import { Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";

/** Where the file can be had. */
export function Save(props: { readonly file: SharedFile }) {
  return (
    <Show when={props.file.url}>
      {(url) => (
        <a
          class="icon-button"
          href={url()}
          download={props.file.name}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t("saveFile", { name: props.file.name })}
          title={t("save")}
        >
          <Icon name="save" />
        </a>
      )}
    </Show>
  );
}
