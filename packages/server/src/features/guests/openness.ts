import type { Account } from "../../store/store.ts";
import type { Host } from "../feature.ts";

type Place = Pick<Host, "store">;

/** Whether guests may write to an account; nobody is asked but who said so. */
export async function isOpenToGuests({ store }: Place, account: Pick<Account, "id">): Promise<boolean> {
  return (await store.settings.get(keyOf(account))) !== undefined;
}

export async function openToGuests({ store }: Place, account: Pick<Account, "id">, isOpen: boolean): Promise<void> {
  await store.settings.set(keyOf(account), isOpen ? "open" : undefined);
}

/** By id, which no other account ever has. */
function keyOf({ id }: Pick<Account, "id">): string {
  return `guests-of-${id}`;
}
