import { createServer } from "node:net";

/** The ports of a cluster on this machine: those of its entrance as the environment says, all others counted from them. */
export function clusterPorts(env) {
  const [http, c2s, c2sTls] = [
    Number(env.YONDER_HTTP_PORT || 5280),
    Number(env.YONDER_C2S_PORT || 5222),
    Number(env.YONDER_C2S_TLS_PORT || 5223),
  ];
  const nodes = [1, 2, 3].map((number) => ({
    name: `node-${number}`,
    http: http + number,
    c2s: c2s + 8 + number,
    c2sTls: c2sTls + 17 + number,
  }));
  return { http, c2s, c2sTls, nodes, redis: http + 10, postgres: http + 11 };
}

/** Throws when a port is taken. */
export async function assertFree({ http, c2s, c2sTls, nodes, redis, postgres }) {
  const all = [http, c2s, c2sTls, redis, postgres, ...nodes.flatMap((node) => [node.http, node.c2s, node.c2sTls])];
  for (const port of all) {
    if (!(await isFree(port))) throw new Error(`Port ${port} is taken. Is a cluster or a node running already?`);
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
