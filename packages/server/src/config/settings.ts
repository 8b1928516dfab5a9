import { dirname, resolve } from "node:path";
import { parse, TomlError, type TomlTable } from "smol-toml";
import { ConfigError } from "./config-error.ts";
import { didYouMean } from "./suggestion.ts";
import { standardVariables, variableOf } from "./variables.ts";

/** Where settings come from. */
export interface Sources {
  /** `--config`; else YONDER_CONFIG, else yonder.toml in the current folder if there is one. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The text of a file, or undefined when there is none; throws when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
}

/** A value somebody wrote. */
export interface Setting {
  readonly key: string;
  readonly value: unknown;
  /** What its author calls it: the variable, or the file and key. */
  readonly label: string;
  /** What a relative path in it is relative to. */
  readonly folder: string;
}

/** Throws ConfigError when a file that was named is missing, or cannot be parsed. */
export function fileSettings({ file, env, cwd, readFile }: Sources): Setting[] {
  const named = file ?? (env.YONDER_CONFIG || undefined);
  const path = resolve(cwd, named ?? "yonder.toml");
  const text = readFile(path);
  if (text === undefined && named !== undefined) throw new ConfigError(`${path}: there is no such file`);
  const values = text === undefined ? [] : flatten(parseToml(text, path));
  return values.map(([key, value]) => ({ key, value, label: `${path}: ${key}`, folder: dirname(path) }));
}

/** Variables set to nothing count as not set. Throws ConfigError for a YONDER_ variable that stands for no known key. */
export function environmentSettings({ env, cwd }: Sources, knownKeys: readonly string[]): Setting[] {
  const keyOf = new Map(knownKeys.map((key) => [variableOf(key), key]));
  const variables = Object.keys(env).filter(
    (name) => name.startsWith("YONDER_") && name !== "YONDER_CONFIG" && env[name]?.trim(),
  );
  const ours = variables.map((name) => {
    const key = keyOf.get(name);
    if (key === undefined)
      throw new ConfigError(`${name} is not a known setting${didYouMean(name, [...keyOf.keys()])}`);
    return { key, value: env[name], label: name, folder: cwd };
  });
  return [...standardSettings(env, cwd), ...ours];
}

function standardSettings(env: Sources["env"], folder: string): Setting[] {
  return [...standardVariables].flatMap(([name, key]) =>
    env[name]?.trim() ? [{ key, value: env[name], label: name, folder }] : [],
  );
}

function parseToml(text: string, path: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "");
    throw new ConfigError(`${path}:${error.line}:${error.column}: ${reason}`, { cause: error });
  }
}

/** `{ limits: { stanza_bytes: 1 } }` → `[["limits.stanza_bytes", 1]]` */
function flatten(table: TomlTable, prefix = ""): [key: string, value: unknown][] {
  return Object.entries(table).flatMap(([key, value]): [string, unknown][] =>
    isTable(value) ? flatten(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value]],
  );
}

function isTable(value: TomlTable[string]): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}
