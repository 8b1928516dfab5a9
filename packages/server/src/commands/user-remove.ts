import { type Command, CommandError } from "./command.ts";
import { endTies } from "./former-ties.ts";
import { usernameOf } from "./username.ts";

export const userRemove: Command = {
  name: "user remove",
  operands: ["ADDRESS"],
  summary: "Removes an account with all that belongs to it, and ends its sessions",
  async run({ config, operands, openStore, terminal }) {
    const username = usernameOf(operands[0] ?? "", config.domain);
    const store = await openStore();
    const address = `${username}@${config.domain}`;
    const account = await store.accounts.find(username);
    if (account) await endTies(store, config.domain, account);
    if (!(await store.accounts.remove(username))) throw new CommandError(`${address} does not exist`);
    terminal.out(`${address} removed`);
  },
};
