import { pageAddress } from "../page-address.ts";
import { type Command, UsageError } from "./command.ts";

const dayMs = 24 * 60 * 60 * 1000;

export const invite: Command = {
  name: "invite",
  operands: [],
  options: {
    uses: { type: "string", value: "NUMBER", about: "how many accounts can be made with it; 1 unless told" },
    days: { type: "string", value: "NUMBER", about: "how long it is good for; 7 days unless told" },
    admin: { type: "boolean", about: "whoever uses it becomes an administrator" },
  },
  summary: "Prints a link with which someone can make an account",
  async run({ config, options, openStore, terminal }) {
    const uses = wholeNumber("uses", options.uses ?? "1", 100_000);
    const days = wholeNumber("days", options.days ?? "7", 3_650);
    const store = await openStore();
    const expiresAt = new Date(Date.now() + days * dayMs);
    const token = await store.invitations.create({
      kind: options.admin === true ? "admin" : "account",
      expiresAt,
      uses,
    });
    terminal.out(`${await pageAddress(config, store)}/invite/#${token}`);
  },
};

function wholeNumber(name: string, value: string | boolean, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new UsageError(`--${name} must be a whole number from 1 to ${most}`);
  return number;
}
