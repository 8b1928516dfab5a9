import { readFileSync } from "node:fs";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { loadConfig } from "../config/load.ts";
import { didYouMean } from "../config/suggestion.ts";
import { features } from "../features/index.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { version } from "../version.ts";
import { type Call, type Command, CommandError, UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { inspectDataFolder } from "./data-folder.ts";
import { describeFailure } from "./failure.ts";
import { helpFor, overview } from "./help.ts";
import type { Terminal } from "./terminal.ts";

const globalOptions = {
  config: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/**
 * Runs what the arguments ask for.
 * @returns the exit code: 0 done, 1 it could not be done, 2 the arguments make no sense; each but 0 with one line that says why
 */
export async function runCommandLine(terminal: Terminal): Promise<number> {
  try {
    await dispatch(terminal);
    return 0;
  } catch (error) {
    terminal.err(`yonder: ${describeFailure(error) ?? unexpected(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function dispatch(terminal: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...terminal.args], options: globalOptions, strict: false });
  if (values.version) return terminal.out(`yonder ${version}`);
  if (positionals.length === 0 && values.help) return terminal.out(overview());
  const command = commandFor(positionals);
  if (values.help) return terminal.out(helpFor(command));
  await runCommand(command, terminal);
}

function commandFor(words: readonly string[]): Command {
  const typed = words.join(" ");
  const command = commands.find(({ name }) => `${typed} `.startsWith(`${name} `));
  if (command !== undefined) return command;
  if (typed === "") throw new UsageError("what shall I do? yonder --help tells what there is");
  const word = words.slice(0, commands.some(({ name }) => name.startsWith(`${words[0]} `)) ? 2 : 1).join(" ");
  const hint = didYouMean(
    word,
    commands.map(({ name }) => name),
  );
  throw new UsageError(`there is no command ${word}${hint}; yonder --help tells what there is`);
}

async function runCommand(command: Command, terminal: Terminal): Promise<void> {
  const { operands, options } = argumentsOf(command, terminal.args);
  const file = options.config as string | undefined;
  const config = loadConfig(
    { file, env: terminal.env, cwd: terminal.cwd, readFile },
    features.map(({ name }) => name),
  );
  let store: Store | undefined;
  const call: Call = {
    config,
    terminal,
    operands,
    options,
    async openStore() {
      if (config.databaseUrl === undefined) await assertFolder(config.dataDir);
      store ??= await openStore(config);
      return store;
    },
  };
  try {
    await command.run(call);
  } finally {
    await store?.close();
  }
}

async function assertFolder(dataDir: string): Promise<void> {
  const { kind, text } = await inspectDataFolder(dataDir);
  if (kind === "wrong") throw new CommandError(text);
}

function argumentsOf(command: Command, args: readonly string[]): Pick<Call, "operands" | "options"> {
  const { values, positionals } = parse(command, args);
  const operands = positionals.slice(command.name.split(" ").length);
  const missing = command.operands[operands.length];
  if (missing !== undefined)
    throw new UsageError(`${command.name} needs ${missing}; yonder ${command.name} --help tells more`);
  const surplus = operands[command.operands.length];
  if (surplus !== undefined) throw new UsageError(`${command.name} does not know what to do with ${surplus}`);
  return { operands, options: values as Call["options"] };
}

function parse(command: Command, args: readonly string[]): { values: object; positionals: string[] } {
  const options: ParseArgsOptionsConfig = { ...globalOptions, ...command.options };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const reason = error.message.split(". ")[0];
    throw new UsageError(`${command.name}: ${reason}`, { cause: error });
  }
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A bug: whoever reports it needs the stack. */
function unexpected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
