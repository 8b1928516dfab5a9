import { existsSync } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { describeFailure } from "./failure.ts";
import { type Finding, right, wrong } from "./finding.ts";

/** Whether the data folder can be written to, or made. Makes nothing: whoever checks may be another user than the one the node runs as. */
export async function inspectDataFolder(dataDir: string): Promise<Finding> {
  const folder = nearestExisting(dataDir);
  try {
    if (!(await stat(folder)).isDirectory())
      return wrong(`data folder ${dataDir} cannot be made: ${folder} is not a folder`);
    await access(folder, constants.W_OK | constants.X_OK);
    return right(`data folder: ${dataDir}${folder === dataDir ? "" : ", made at the first start"}`);
  } catch (error) {
    const failure = describeFailure(error);
    if (failure === undefined) throw error;
    return wrong(folder === dataDir ? `data folder ${failure}` : `data folder ${dataDir} cannot be made: ${failure}`);
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}
