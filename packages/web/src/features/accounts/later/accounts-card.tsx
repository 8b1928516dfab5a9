import "./accounts.css";
import { createSignal, For, onCleanup, Show } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { showAccount, slots } from "../../../state/accounts.ts";
import { useYonder } from "../../../state/yonder.ts";
import { AccountRow } from "./account-row.tsx";

/** Settings: which accounts this browser remembers, and the way to each and to another one. */
export function AccountsCard() {
  const yonder = useYonder();
  const [accounts, setAccounts] = createSignal(slots.accounts);
  // Other tabs may show the others, and tell what they know of them.
  const read = () => setAccounts(slots.accounts);
  addEventListener("storage", read);
  onCleanup(() => removeEventListener("storage", read));
  return (
    <section class="card">
      <h2>{t("accounts")}</h2>
      <div class="item" aria-current="true">
        <Avatar address={yonder.address()} name={yonder.nameOf(yonder.address())} size={2.5} />
        <span class="two">
          <bdi>{yonder.nameOf(yonder.address())}</bdi>
          <small>
            <bdi>{yonder.address()}</bdi>
          </small>
        </span>
        <span class="tag">{t("accountHere")}</span>
      </div>
      <For each={accounts().filter(({ address }) => address !== yonder.address())}>
        {(account) => <AccountRow account={account} />}
      </For>
      <button type="button" class="item account" onClick={() => showAccount(undefined)}>
        <Icon name="plus" />
        <span>{t("addAccount")}</span>
      </button>
      <Show when={!slots.accounts.some(({ address }) => address === yonder.address())}>
        <p class="item hint">{t("accountPasses")}</p>
      </Show>
    </section>
  );
}
