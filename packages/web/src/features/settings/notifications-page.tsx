import { Switch as Choose, createSignal, Match, Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { Switch } from "../../components/switch.tsx";
import { t } from "../../i18n/index.ts";
import { prefer, preferences } from "../../state/preferences.ts";
import { useYonder } from "../../state/yonder.ts";
import { allowNotifications, doesNotify, permission } from "../background/later/permission.ts";
import { canPush, settlePush } from "../background/later/push.ts";
import { QuietHoursItem } from "./quiet-hours-item.tsx";

export function NotificationsPage() {
  const { engine } = useYonder();
  const [hasFailed, setFailed] = createSignal(false);
  const settle = async () => setFailed(!(await settlePush(engine)));
  const turn = async (isOn: boolean) => {
    if (isOn) await allowNotifications();
    else prefer({ shouldNotify: false });
    await settle();
  };
  const turnClosed = (tellsWhenClosed: boolean) => {
    prefer({ tellsWhenClosed });
    void settle();
  };
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
          <Switch label={t("notify")} isOn={doesNotify()} onChange={(isOn) => void turn(isOn)} />
        </Show>
      </div>
      <Show when={doesNotify()}>
        <Show when={canPush()}>
          <div class="item">
            <Icon name="off" />
            <span class="two">
              <span>{t("whenClosed")}</span>
              <small role="status">
                {t(hasFailed() && preferences.tellsWhenClosed ? "whenClosedFailed" : "whenClosedText")}
              </small>
            </span>
            <Switch label={t("whenClosed")} isOn={preferences.tellsWhenClosed} onChange={turnClosed} />
          </div>
        </Show>
        <div class="item">
          <Icon name="eye" />
          <span class="two">
            <span>{t("showText")}</span>
            <small>{t("showTextHint")}</small>
          </span>
          <Switch label={t("showText")} isOn={preferences.showsText} onChange={(showsText) => prefer({ showsText })} />
        </div>
        <div class="item">
          <Icon name="bell" />
          <span class="two">
            <span>{t("playSound")}</span>
            <small>{t("playSoundText")}</small>
          </span>
          <Switch label={t("playSound")} isOn={preferences.hasSound} onChange={(hasSound) => prefer({ hasSound })} />
        </div>
        <QuietHoursItem />
      </Show>
    </section>
  );
}
