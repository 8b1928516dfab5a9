import { Icon } from "../../components/icon.tsx";
import { t } from "../../i18n/index.ts";
import { describeBrowser } from "../../state/browser-name.ts";

export function DevicePage(props: { readonly onSignOut: () => void }) {
  const device = describeBrowser(navigator.userAgent);
  return (
    <section class="card">
      <div class="item">
        <Icon name="device" />
        <span class="two">
          <span>{t("thisBrowser")}</span>
          <small>{t("browserOn", device)}</small>
        </span>
        <span class="hint this-one">{t("thisOne")}</span>
      </div>
      <div class="item">
        <Icon name="lock" />
        <span class="two">
          <small>{t("messagesKept")}</small>
        </span>
      </div>
      <button type="button" class="item danger" onClick={() => props.onSignOut()}>
        <Icon name="out" />
        <span class="two">{t("signOut")}</span>
      </button>
    </section>
  );
}
