import { Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { shortName } from "../../components/identity.ts";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

/** Over a conversation with somebody who is not among the contacts. */
export function StrangerLine(props: { readonly peer: string }) {
  const yonder = useYonder();
  const conversation = () => yonder.conversation(props.peer);
  // A guest cannot become a contact.
  const isStranger = () =>
    conversation()?.isStranger &&
    !conversation()?.isGuest &&
    !yonder.contact(props.peer) &&
    !yonder.people().isBlocked(props.peer);
  return (
    <Show when={isStranger()}>
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
    </Show>
  );
}
