import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./children.ts";

const library = globSync("/usr/lib/*/faketime/libfaketimeMT.so.1")[0];

/** "needs faketime" unless Debian's package is there. */
export function missingClocks(): string | undefined {
  return library === undefined ? "needs faketime" : undefined;
}

/** The time of day that a process sees, as far as it wants to know it; how fast time passes for it stays as it is. */
export interface Clock {
  /** Variables for the process. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on it is so many milliseconds later, or earlier, than it was. */
  jump(ms: number): void;
}

export function settableClock(): Clock {
  const file = join(temporaryFolder("clock"), "offset");
  let offset = 0;
  const write = (): void => writeFileSync(file, `${offset < 0 ? "-" : "+"}${Math.abs(offset) / 1000}\n`);
  write();
  return {
    env: {
      LD_PRELOAD: library ?? "",
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    },
    jump: (ms) => {
      offset += ms;
      write();
    },
  };
}
