import { type Command, CommandError } from "./command.ts";
import { usernameOf } from "./username.ts";

export const userRemove: Command = {
  name: "user remove",
  operands: ["ADDRESS"],
  summary: "Removes an account with all that belongs to it, and ends its sessions",
  async run({ config, operands, openStore, terminal }) {
    const username = usernameOf(operands[0] ?? "", config.domain);
    const store = await openStore();
    const address = `${username}@${config.domain}`;
    if (!(await store.accounts.remove(username))) throw new CommandError(`${address} does not exist`);
    terminal.out(`${address} removed`);
  },
};
