import "../../../i18n/later.ts";
import "../../../styles/details.css";
import "./accounts.css";
import { For } from "solid-js";
import { t } from "../../../i18n/index.ts";
import { slots } from "../../../state/accounts.ts";
import { AccountRow } from "./account-row.tsx";

/** At the door: back to those that are here already. */
export function KeptAccounts() {
  return (
    <nav class="kept-accounts" aria-label={t("accounts")}>
      <For each={slots.others}>{(account) => <AccountRow account={account} />}</For>
    </nav>
  );
}
