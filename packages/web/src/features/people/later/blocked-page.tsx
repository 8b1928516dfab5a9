import { For, Show } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { ErrorLine } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { createAttempt } from "../../../state/attempt.ts";
import { useYonder } from "../../../state/yonder.ts";

/** Settings: whom we have blocked. */
export function BlockedPage() {
  const yonder = useYonder();
  const unblocking = createAttempt();
  const unblock = (address: string) =>
    unblocking.run(async () => (await yonder.engine.people.actions()).unblock(address));
  return (
    <section class="card">
      <div class="item">
        <Icon name="block" />
        <span class="two">
          <span>{t("blockedPeople")}</span>
          <small>{t(yonder.people().blocked.length > 0 ? "blockText" : "nobodyBlocked")}</small>
        </span>
      </div>
      <For each={yonder.people().blocked}>
        {(address) => (
          <div class="item">
            <Avatar address={address} name={yonder.nameOf(address)} size={2.5} />
            <span class="two">
              <bdi class="cut">{yonder.nameOf(address)}</bdi>
              <small class="cut" dir="ltr">
                {address}
              </small>
            </span>
            <button
              type="button"
              class="button quiet small"
              aria-label={t("unblockOf", { name: yonder.nameOf(address) })}
              onClick={() => void unblock(address)}
            >
              {t("unblock")}
            </button>
          </div>
        )}
      </For>
      <Show when={unblocking.hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
    </section>
  );
}
