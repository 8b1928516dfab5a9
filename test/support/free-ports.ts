import { createServer } from "node:net";

/** Below those that the system takes for connections, so that a port stays free while its server is away. */
const [FIRST, LAST] = [15_000, 30_000];

/** Those of a server that is away for a while are not given to another. */
const given = new Set<number>();

/** So many ports on which nobody listens, and which this process was not given before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    ports.add(port);
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

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "::", () => server.close(() => resolve(true)));
  });
}
