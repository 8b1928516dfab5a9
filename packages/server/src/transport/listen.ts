import type { AddressInfo, Server } from "node:net";

/** The servers that listen on one port of several addresses. */
export interface Listening {
  readonly port: number;
  /** Accepts no more. */
  stop(): void;
}

const ATTEMPTS = 10;
const BACKLOG = 4_096;
/** This machine does not have the address, or the family. */
const ABSENT = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

/**
 * Listens on each address with a server of its own. Port 0: a port that is free on all of them. An address that this machine
 * does not have is left out, as long as there is another. Throws the system's error otherwise.
 */
export async function listen(makeServer: () => Server, port: number, addresses: readonly string[]): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOnce(makeServer, port, addresses);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (port !== 0 || !isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

async function listenOnce(makeServer: () => Server, port: number, addresses: readonly string[]): Promise<Listening> {
  const servers: Server[] = [];
  const stop = (): void => {
    for (const server of servers) server.close();
  };
  let chosen = port;
  let absent: unknown;
  for (const host of addresses) {
    const server = makeServer();
    try {
      chosen = await bind(server, chosen, host);
      servers.push(server);
    } catch (error) {
      absent = error;
      if (ABSENT.has((error as NodeJS.ErrnoException).code ?? "")) continue;
      stop();
      throw error;
    }
  }
  if (servers.length === 0) throw absent ?? new Error("no address to listen on");
  return { port: chosen, stop };
}

function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG, ipv6Only: host.includes(":") }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
