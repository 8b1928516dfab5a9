import { readFile } from "node:fs/promises";
import { deriveCredentials } from "../store/credentials.ts";
import type { NewAccount } from "../store/store.ts";
import { type Call, type Command, CommandError } from "./command.ts";
import { describeFailure } from "./failure.ts";
import { checkedPassword } from "./new-password.ts";
import { usernameOf } from "./username.ts";

/** Accounts whose keys are derived at once, enough to keep every processor busy, and which are stored in one go. */
const batchSize = 256;

interface Row {
  readonly username: string;
  readonly password: string;
}

export const userImport: Command = {
  name: "user import",
  operands: ["FILE"],
  summary: "Makes the accounts in a file, one `address,password` a line",
  details:
    "Accounts that exist already are left as they are, so an import may be repeated. A file with a line that is wrong adds nobody.\nFILE may be - for standard input.",
  async run(call) {
    const rows = parseRows(await textOf(call), call.operands[0] ?? "", call.config.domain);
    const store = await call.openStore();
    const total = { added: 0, existing: 0 };
    for (let start = 0; start < rows.length; start += batchSize) {
      const batch = rows.slice(start, start + batchSize).map((row) => accountOf(row, call.config.passwordIterations));
      const { added, existing } = await store.accounts.addMany(await Promise.all(batch));
      total.added += added;
      total.existing += existing;
    }
    call.terminal.out(`${total.added} accounts added, ${total.existing} existed already`);
  },
};

function textOf({ operands, terminal }: Call): Promise<string> {
  return operands[0] === "-" ? terminal.readInput() : readFile(operands[0] ?? "", "utf8");
}

function parseRows(text: string, file: string, domain: string): Row[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, place: `${file}:${index + 1}` }));
  return lines.filter(({ line }) => line.trim() !== "").map(({ line, place }) => parseRow(line, place, domain));
}

/** A password may hold commas: the first one separates. */
function parseRow(line: string, place: string, domain: string): Row {
  const comma = line.indexOf(",");
  if (comma < 0) throw new CommandError(`${place}: expected address,password`);
  try {
    const username = usernameOf(line.slice(0, comma).trim(), domain);
    return { username, password: checkedPassword(line.slice(comma + 1)) };
  } catch (error) {
    const reason = describeFailure(error);
    if (reason === undefined) throw error;
    throw new CommandError(`${place}: ${reason}`, { cause: error });
  }
}

async function accountOf({ username, password }: Row, iterations: number): Promise<NewAccount> {
  return { username, keys: await deriveCredentials(password, iterations) };
}
