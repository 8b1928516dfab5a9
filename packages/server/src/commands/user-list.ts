import type { Account, Store } from "../store/store.ts";
import type { Command } from "./command.ts";

const pageSize = 1_000;

export const userList: Command = {
  name: "user list",
  operands: [],
  summary: "Prints every account's address, one a line; administrators are marked",
  async run({ config, openStore, terminal }) {
    for await (const { username, isAdmin } of allAccounts(await openStore())) {
      const address = `${username}@${config.domain}`;
      terminal.out(isAdmin || config.admins.includes(address) ? `${address}\tadministrator` : address);
    }
  },
};

async function* allAccounts(store: Store): AsyncIterable<Account> {
  let page = await store.accounts.list(undefined, pageSize);
  while (page.length > 0) {
    yield* page;
    page = await store.accounts.list(page.at(-1)?.username, pageSize);
  }
}
