import "./renewed.css";
import { Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { t } from "../../../i18n/index.ts";
import { isRenewed, setRenewed } from "./worker-client.ts";

/** A newer version is there: said once, calmly. Drafts and what waits to be sent stay over a reload. */
export function RenewedLine() {
  return (
    <Show when={isRenewed()}>
      <div class="link-line calm renewed" role="status">
        <Icon name="sun" />
        <span class="grow">{t("renewed")}</span>
        <button type="button" class="text-button" onClick={() => location.reload()}>
          {t("renewNow")}
        </button>
        <IconButton icon="x" label={t("close")} onPress={() => setRenewed(false)} />
      </div>
    </Show>
  );
}
