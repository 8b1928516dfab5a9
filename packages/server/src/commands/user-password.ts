import { type Command, CommandError } from "./command.ts";
import { newCredentials, passwordDetails, passwordOption } from "./new-password.ts";
import { usernameOf } from "./username.ts";

export const userPassword: Command = {
  name: "user password",
  operands: ["ADDRESS"],
  options: { password: passwordOption },
  summary: "Sets a new password, and ends the sessions that logged in with the old one",
  details: passwordDetails,
  async run(call) {
    const username = usernameOf(call.operands[0] ?? "", call.config.domain);
    const store = await call.openStore();
    const address = `${username}@${call.config.domain}`;
    if (!(await store.accounts.find(username))) throw new CommandError(`${address} does not exist`);
    await store.accounts.setCredentials(username, await newCredentials(call, username));
    call.terminal.out(`${address} has a new password`);
  },
};
