import { StoreError } from "../store/store.ts";
import { type Command, CommandError } from "./command.ts";
import { newCredentials, passwordDetails, passwordOption } from "./new-password.ts";
import { usernameOf } from "./username.ts";

export const userAdd: Command = {
  name: "user add",
  operands: ["ADDRESS"],
  options: { password: passwordOption, admin: { type: "boolean", about: "make it an administrator" } },
  summary: "Makes an account",
  details: passwordDetails,
  async run(call) {
    const username = usernameOf(call.operands[0] ?? "", call.config.domain);
    const address = `${username}@${call.config.domain}`;
    const store = await call.openStore();
    if (await store.accounts.find(username)) throw taken(address);
    const credentials = await newCredentials(call, username);
    await store.accounts.add(username, credentials, call.options.admin === true).catch((error: unknown) => {
      throw error instanceof StoreError && error.code === "conflict" ? taken(address) : error;
    });
    call.terminal.out(`${address} added`);
  },
};

function taken(address: string): CommandError {
  return new CommandError(`${address} exists already`);
}
