import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What of the named programs is not installed, as a reason for a test's name: "needs profanity". Undefined when all are there. */
export function missingPrograms(...programs: string[]): string | undefined {
  const missing = programs.filter((program) => !isInstalled(program));
  return missing.length > 0 ? `needs ${missing.join(", ")}` : undefined;
}

/** Debian's Python has the modules that Debian packages; another Python on the PATH does not. */
export const debianPython = "/usr/bin/python3";

/** "needs python3-slixmpp" unless Debian's package is there, and what it uploads files with. */
export function missingSlixmpp(): string | undefined {
  const modules = ["slixmpp", "aiohttp"].filter((name) => !existsSync(`/usr/lib/python3/dist-packages/${name}`));
  if (!existsSync(debianPython) || modules.length > 0)
    return `needs ${modules.map((name) => `python3-${name}`).join(", ") || "python3"}`;
  return undefined;
}

/** The name of a test, with the reason why it does not run. */
export function named(name: string, missing: string | undefined): string {
  return missing ? `${name} [${missing}]` : name;
}

function isInstalled(program: string): boolean {
  const candidates = program.startsWith("/")
    ? [program]
    : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
  return candidates.some(isExecutable);
}

function isExecutable(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
