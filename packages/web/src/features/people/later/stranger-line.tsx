import "../../../i18n/later.ts";
import { Show } from "solid-js";
import { ErrorLine } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { shortName } from "../../../components/identity.ts";
import { t } from "../../../i18n/index.ts";
import { createAttempt } from "../../../state/attempt.ts";
import { useYonder } from "../../../state/yonder.ts";

/** Over a conversation with somebody who is not among the contacts. */
export function StrangerLine(props: { readonly peer: string }) {
  const yonder = useYonder();
  const adding = createAttempt();
  return (
    <div class="link-line calm">
      <Icon name="person" />
      <span class="grow">
        <b>{t("strangerTitle", { name: shortName(yonder.nameOf(props.peer)) })}.</b>{" "}
        <span class="more">{t("strangerText")}</span>
        <Show when={adding.hasFailed()}>
          <ErrorLine text={t("addFailed")} />
        </Show>
      </span>
      <button
        type="button"
        class="text-button"
        onClick={() => void adding.run(() => yonder.engine.addContact(props.peer))}
      >
        {t("addToContacts")}
      </button>
    </div>
  );
}
