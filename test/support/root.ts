import { execFileSync } from "node:child_process";
import { atExit } from "./children.ts";
import { missingPrograms } from "./programs.ts";

const nobody = "65534";

export const isRoot = process.getuid?.() === 0;

/** A command that runs another without root's rights, which no file's mode would stop; empty when we are not root. */
export function asNobody(): readonly string[] {
  return isRoot ? ["setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"] : [];
}

/** "needs root" or "needs mount" where a small file system cannot be made. */
export function missingMount(): string | undefined {
  if (!isRoot) return "needs root";
  return missingPrograms("mount", "umount");
}

/** Mounts a file system of so many KiB on the folder; gone when the tests end. */
export function mountSmallDisk(folder: string, kibibytes: number): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k,mode=755`, "tmpfs", folder]);
  atExit(() => execFileSync("umount", ["--lazy", folder]));
}
