import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Below those that the system takes for connections, so that a port stays free while its server is away. */
const [FIRST, LAST] = [15_000, 30_000];

/** Those of a server that is away for a while, or not there yet, are not given to another, in whatever process: a file each. */
const given = join(tmpdir(), "yonder-test-ports");

/** So many ports on which nobody listens, and which no process that runs was given before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (take(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

/** The first of so many ports in a row on which nobody listens. */
export async function freeRange(length: number): Promise<number> {
  for (;;) {
    const first = FIRST + Math.floor(Math.random() * (LAST - FIRST - length));
    const range = Array.from({ length }, (_, index) => first + index);
    if ((await Promise.all(range.map(isFree))).every(Boolean)) return first;
  }
}

/** @returns whether this process has it now, and had not before */
function take(port: number): boolean {
  mkdirSync(given, { recursive: true });
  const file = join(given, String(port));
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    // Whoever comes upon one of a process that is gone frees it for the next who asks.
    if (!isAlive(file)) rmSync(file, { force: true });
    return false;
  }
}

function isAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, "utf8")) || process.pid, 0);
    return true;
  } catch {
    return false;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "::", () => server.close(() => resolve(true)));
  });
}
