import { createServer } from "node:net";

/** Below those that the system takes for connections, so that a port stays free while its server is away. */
const [FIRST, LAST] = [15_000, 30_000];

/** So many ports on which nobody listens. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) ports.add(port);
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
