import "../../i18n/later.ts";
import { createEffect, For } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

/** Those who ask to see when we are here, each with a yes and a no. */
export function RequestDialog(props: { readonly onClose: () => void }) {
  const yonder = useYonder();
  createEffect(() => {
    if (yonder.requests().length === 0) props.onClose();
  });
  return (
    <Dialog title={t("requestsTitle")} onClose={props.onClose}>
      <p class="hint">{t("requestsText")}</p>
      <ul class="requests">
        <For each={yonder.requests()}>
          {(address) => (
            <li>
              <Avatar address={address} name={yonder.nameOf(address)} />
              <span class="two grow">
                <bdi class="cut">{yonder.nameOf(address)}</bdi>
                <small class="hint cut" dir="ltr">
                  {address}
                </small>
              </span>
              <span class="answers">
                <button
                  type="button"
                  class="button line small"
                  aria-label={t("declineOf", { name: yonder.nameOf(address) })}
                  onClick={() => void yonder.engine.declineRequest(address)}
                >
                  {t("decline")}
                </button>
                <button
                  type="button"
                  class="button small"
                  aria-label={t("acceptOf", { name: yonder.nameOf(address) })}
                  onClick={() => void yonder.engine.acceptRequest(address)}
                >
                  {t("accept")}
                </button>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Dialog>
  );
}
