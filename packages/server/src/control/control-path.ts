import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Bytes that the address of a Unix socket may have on every system, with some to spare for the name under which it is made. */
const MOST_BYTES = 100;
const SPARE = 8;

/** Where the node on a data folder listens for commands: in that folder, or under the system's folder for passing files when the path would be too long. */
export function controlPath(dataDir: string): string {
  const folder = resolve(dataDir);
  const path = join(folder, "control.sock");
  if (Buffer.byteLength(path) + SPARE <= MOST_BYTES) return path;
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return join(tmpdir(), `yonder-${hash}.sock`);
}

/** The folder of the sockets between the processes of a node that has several. */
export function processesPath(dataDir: string): string {
  return controlPath(dataDir).replace(/control\.sock$|\.sock$/, "processes");
}
