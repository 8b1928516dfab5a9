import "../../../i18n/later.ts";
import { Show } from "solid-js";
import { ErrorLine } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { shortName } from "../../../components/identity.ts";
import { t } from "../../../i18n/index.ts";
import { createAttempt } from "../../../state/attempt.ts";
import { useYonder } from "../../../state/yonder.ts";

/** Where one would write to somebody who is not blocked. */
export function BlockedLine(props: { readonly peer: string }) {
  const { engine, nameOf } = useYonder();
  const unblocking = createAttempt();
  const unblock = async () => (await engine.people.actions()).unblock(props.peer);
  return (
    <div class="composer">
      <div class="link-line calm">
        <Icon name="block" />
        <span class="grow">
          <b>{t("blockedLine", { name: shortName(nameOf(props.peer)) })}</b>{" "}
          <span class="more">{t("blockedLineText")}</span>
          <Show when={unblocking.hasFailed()}>
            <ErrorLine text={t("addFailed")} />
          </Show>
        </span>
        <Show when={engine.people.blocked.includes(props.peer)}>
          <button type="button" class="text-button" onClick={() => void unblocking.run(unblock)}>
            {t("unblock")}
          </button>
        </Show>
      </div>
    </div>
  );
}
