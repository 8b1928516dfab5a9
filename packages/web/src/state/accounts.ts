import { type KeptAccount, Slots } from "@yonder/client/slots";

/** The accounts that this browser remembers, and which of them this tab shows. */
export const slots = new Slots();

/** Shows another account in this tab, or without one asks for it. `fragment`: where in it. */
export function showAccount(account: KeptAccount | undefined, fragment = ""): void {
  slots.choose(account);
  history.replaceState(null, "", `/${fragment}`);
  location.reload();
}

/** A link from a notification names the account that it is for. */
export function followAccountLink(): void {
  const address = new URLSearchParams(location.search).get("as");
  if (!address) return;
  const account = slots.accounts.find((one) => one.address === address);
  if (account) slots.choose(account);
  history.replaceState(null, "", `/${location.hash}`);
}
