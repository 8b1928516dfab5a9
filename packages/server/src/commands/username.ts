import { Jid } from "@yonder/protocol";
import { CommandError } from "./command.ts";

/** The username in an address of this server, or by itself. Throws CommandError when it is neither, or of another domain. */
export function usernameOf(text: string, domain: string): string {
  const jid = Jid.tryParse(text.includes("@") ? text : `${text}@${domain}`);
  if (jid?.local === undefined || !jid.isBare) throw new CommandError(`${text} is not an address`);
  if (jid.domain !== domain) throw new CommandError(`${text} is not an address at ${domain}`);
  return jid.local;
}
