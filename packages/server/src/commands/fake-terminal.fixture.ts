import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCommandLine } from "./command-line.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own for a test, with a command line that keeps its data there. */
export function commandLine(env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "yonder-commands-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = (args: string, input = ""): Promise<Ran> => runIn(folder, args.split(" ").filter(Boolean), env, input);
  return { folder, run };
}

async function runIn(cwd: string, args: string[], env: Readonly<Record<string, string>>, input: string): Promise<Ran> {
  const printed = { out: "", err: "" };
  const code = await runCommandLine({
    args,
    env,
    cwd,
    out: (line) => {
      printed.out += `${line}\n`;
    },
    err: (line) => {
      printed.err += `${line}\n`;
    },
    readPassword: async () => input.split("\n")[0] ?? "",
    readInput: async () => input,
    onSignal: () => () => undefined,
    onCrash: () => undefined,
    fork: () => {
      throw new Error("No other process is started.");
    },
  });
  return { code, ...printed };
}
