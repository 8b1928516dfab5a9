import "../../../i18n/later.ts";
import { Icon } from "../../../components/icon.tsx";
import { shortName } from "../../../components/identity.ts";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";

/** Over a conversation with somebody who is not among the contacts. */
export function StrangerLine(props: { readonly peer: string }) {
  const yonder = useYonder();
  return (
    <div class="link-line calm">
      <Icon name="person" />
      <span class="grow">
        <b>{t("strangerTitle", { name: shortName(yonder.nameOf(props.peer)) })}.</b>{" "}
        <span class="more">{t("strangerText")}</span>
      </span>
      <button type="button" class="text-button" onClick={() => void yonder.engine.addContact(props.peer)}>
        {t("addToContacts")}
      </button>
    </div>
  );
}
