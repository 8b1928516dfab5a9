import "./entry.css";
import { Show } from "solid-js";
import { CopyButton } from "../../../components/copy-button.tsx";
import { QrCode } from "../../../components/qr-code.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";

/** What one needs to use the account in an XMPP app. */
export function AppsCard(props: { readonly hasPassword: boolean }) {
  const { address } = useYonder();
  return (
    <section class="card apps-card">
      <div class="apps-words">
        <h2>{t("xmppApp")}</h2>
        <p class="hint">{t("xmppAppText")}</p>
        <p class="own-address">
          <bdi dir="ltr">{address()}</bdi>
          <CopyButton text={address()} />
        </p>
        <Show when={!props.hasPassword}>
          <p class="hint">{t("xmppAppNoPassword")}</p>
        </Show>
      </div>
      <QrCode text={`xmpp:${address()}`} label={t("xmppAppCode")} />
    </section>
  );
}
