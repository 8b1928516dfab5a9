import { Match, Switch } from "solid-js";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

/** Below the name: writing, here, away, not here; without a connection nobody knows. */
export function PresenceLine(props: { readonly peer: string }) {
  const yonder = useYonder();
  const contact = () => yonder.contact(props.peer);
  const isOnline = () => yonder.connection().kind === "online";
  return (
    <Switch fallback={<span class="cut">{yonder.conversation(props.peer)?.isGuest ? t("isGuest") : props.peer}</span>}>
      <Match when={isOnline() && yonder.conversation(props.peer)?.isTyping}>
        <span class="cut now">{t("isWriting")}</span>
      </Match>
      <Match when={contact()?.isPendingOut}>
        <span class="cut">{t("asked")}</span>
      </Match>
      <Match when={isOnline() && contact()?.presence === "here"}>
        <span class="cut">
          <span class="here">{t("here")}</span>
          {status(contact()?.status)}
        </span>
      </Match>
      <Match when={isOnline() && contact()?.presence === "away"}>
        <span class="cut">
          {t("away")}
          {status(contact()?.status)}
        </span>
      </Match>
      <Match when={isOnline() && contact()}>
        <span class="cut">{t("gone")}</span>
      </Match>
    </Switch>
  );
}

function status(text: string | undefined) {
  return text ? <bdi> · {text}</bdi> : null;
}
