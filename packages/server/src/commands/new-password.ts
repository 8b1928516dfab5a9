import { preparePassword } from "@yonder/protocol";
import { deriveCredentials } from "../store/credentials.ts";
import type { Credentials } from "../store/store.ts";
import type { Call, OptionHelp } from "./command.ts";
import { CommandError } from "./command.ts";

export const passwordOption: OptionHelp = {
  type: "string",
  value: "PASSWORD",
  about: "the password; other users of this machine may see it while the command runs",
};

export const passwordDetails =
  "Without --password it is the first line of standard input; at a terminal you are asked for it.";

/** The keys of the password given with --password or on standard input. */
export async function newCredentials({ config, options, terminal }: Call, username: string): Promise<Credentials> {
  const option = options.password;
  const password = typeof option === "string" ? option : await terminal.readPassword(`Password for ${username}: `);
  return deriveCredentials(checkedPassword(password), config.passwordIterations);
}

/** The password itself. Throws CommandError when it is empty, SaslError for characters that it cannot have. */
export function checkedPassword(password: string): string {
  if (password === "") throw new CommandError("the password is empty");
  preparePassword(password);
  return password;
}
