import { Switch as Choose, Match, Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { Switch } from "../../components/switch.tsx";
import { t } from "../../i18n/index.ts";
import { allowNotifications, doesNotify, permission } from "../../state/notifications.ts";
import { prefer, preferences } from "../../state/preferences.ts";

export function NotificationsPage() {
  const turn = (isOn: boolean) => (isOn ? void allowNotifications() : prefer({ shouldNotify: false }));
  return (
    <section class="card">
      <div class="item">
        <Icon name="bell" />
        <span class="two">
          <span>{t("notify")}</span>
          <small>
            <Choose fallback={t("notifyText")}>
              <Match when={permission() === "denied"}>{t("notifyBlocked")}</Match>
              <Match when={permission() === "none"}>{t("notifyNone")}</Match>
            </Choose>
          </small>
        </span>
        <Show when={permission() !== "denied" && permission() !== "none"}>
          <Switch label={t("notify")} isOn={doesNotify()} onChange={turn} />
        </Show>
      </div>
      <div class="item">
        <Icon name="eye" />
        <span class="two">
          <span>{t("showText")}</span>
          <small>{t("showTextHint")}</small>
        </span>
        <Switch label={t("showText")} isOn={preferences.showsText} onChange={(showsText) => prefer({ showsText })} />
      </div>
    </section>
  );
}
