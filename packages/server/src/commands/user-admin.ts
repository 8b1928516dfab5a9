import { type Command, CommandError } from "./command.ts";
import { usernameOf } from "./username.ts";

export const userAdmin: Command = {
  name: "user admin",
  operands: ["ADDRESS"],
  options: { off: { type: "boolean", about: "takes it back" } },
  summary: "Lets a user administer the server, or no longer: at once, on all of their devices",
  async run({ config, operands, options, openStore, terminal }) {
    const username = usernameOf(operands[0] ?? "", config.domain);
    const address = `${username}@${config.domain}`;
    const isOff = options.off === true;
    if (isOff && config.admins.includes(address)) throw new CommandError(`${address} stands in "admins"`);
    const store = await openStore();
    if (!(await store.accounts.find(username))) throw new CommandError(`${address} does not exist`);
    await store.accounts.setAdmin(username, !isOff);
    terminal.out(isOff ? `${address} is no administrator any more` : `${address} is an administrator`);
  },
};
