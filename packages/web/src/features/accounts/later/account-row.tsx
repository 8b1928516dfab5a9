import type { KeptAccount } from "@yonder/client/slots";
import { Show } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { nameFromAddress } from "../../../components/identity.ts";
import { formats, t } from "../../../i18n/index.ts";
import { showAccount } from "../../../state/accounts.ts";
import { thisMinute } from "../../../state/clock.ts";

/** An account that this tab does not show, as it was when a tab showed it last. */
export function AccountRow(props: { readonly account: KeptAccount }) {
  const name = () => props.account.name || nameFromAddress(props.account.address);
  const unread = () => props.account.unread ?? 0;
  const known = () => {
    const { at } = props.account;
    if (at === undefined) return "";
    const time = formats().short(at, thisMinute());
    return unread() > 0 ? t("accountUnread", { count: unread(), time }) : t("accountAllRead", { time });
  };
  return (
    <button
      type="button"
      class="item account"
      title={t("showAccount", { name: name() })}
      onClick={() => showAccount(props.account)}
    >
      <Avatar address={props.account.address} name={name()} size={2.5} />
      <span class="two">
        <bdi>{name()}</bdi>
        <small>
          <bdi>{props.account.address}</bdi>
        </small>
        <small>{known()}</small>
      </span>
      <Show when={unread() > 0}>
        <span class="count" aria-hidden="true">
          {formats().number(unread())}
        </span>
      </Show>
    </button>
  );
}
