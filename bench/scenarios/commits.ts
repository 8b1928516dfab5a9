import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { removeFolder, workFolder } from "../peers/peer.ts";
import type { Figures, Scenario } from "./scenario.ts";

const program = join(import.meta.dirname, "..", "floor", "commit.ts");

/** What SQLite takes at least to make a message durable, so many with one fsync. */
export function commits(size: number): Scenario {
  return {
    name: `SQLite, ${size} to a commit`,
    accounts: () => 0,
    modes: ["durable"],
    needsFreshServer: false,
    floor: "only",
    seconds: 4,
    run: async (_peer, _accounts, { isQuick }) => {
      const folder = workFolder("commits");
      const command = ["-c", "0", process.execPath, program, folder, String(size), isQuick ? "300" : "3000"];
      const { stdout } = await promisify(execFile)("taskset", command);
      removeFolder(folder);
      return JSON.parse(stdout) as Figures;
    },
  };
}
