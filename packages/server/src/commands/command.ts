import type { ParseArgsOptionsConfig } from "node:util";
import type { Config } from "../config/config.ts";
import type { Store } from "../store/store.ts";
import type { Terminal } from "./terminal.ts";

/** One command of the command line. */
export interface Command {
  /** As typed: `user add`. */
  readonly name: string;
  /** The operands it needs, in order: `["ADDRESS"]`. */
  readonly operands: readonly string[];
  readonly options?: Readonly<Record<string, OptionHelp>>;
  /** One line. */
  readonly summary: string;
  /** Paragraphs for its --help. */
  readonly details?: string;
  run(call: Call): Promise<void>;
}

export type OptionHelp = ParseArgsOptionsConfig[string] & { readonly about: string; readonly value?: string };

/** What a command is called with. */
export interface Call {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** Opens the store of the configuration; closed when the command ends. */
  openStore(): Promise<Store>;
}

/** The command line cannot be understood; the message is one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command could not do what it was asked; the message is one line. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
