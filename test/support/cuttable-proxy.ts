import { connect, createServer, type Socket } from "node:net";

/** A network line that can be cut: TCP on a port of its own, passed on to another. */
export interface CuttableProxy {
  readonly port: number;
  /** Where new connections go. */
  leadTo(port: number): void;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Nothing passes any more, in either direction, and nobody is told: a train in a tunnel. */
  stall(): void;
  mend(): void;
  close(): void;
}

export async function openProxy(): Promise<CuttableProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let [target, state]: [number, "open" | "cut" | "stalled"] = [0, "open"];
  const server = createServer((near) => {
    if (state === "cut") return near.destroy();
    pairs.add(joinTo(near, target, (pair) => pairs.delete(pair)));
    if (state === "stalled") near.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cutAll = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port: typeof address === "object" && address ? address.port : 0,
    leadTo: (port) => {
      target = port;
    },
    cut: () => {
      state = "cut";
      cutAll();
    },
    stall: () => {
      state = "stalled";
      for (const pair of pairs) for (const socket of pair) socket.unpipe().pause();
    },
    mend: () => {
      if (state === "stalled") cutAll();
      state = "open";
    },
    close: () => {
      cutAll();
      server.close();
    },
  };
}

function joinTo(
  near: Socket,
  port: number,
  onEnd: (pair: readonly [Socket, Socket]) => void,
): readonly [Socket, Socket] {
  const far = connect(port, "127.0.0.1");
  const pair = [near, far] as const;
  for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
    socket.setNoDelay(true).pipe(other);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      other.destroy();
      onEnd(pair);
    });
  }
  return pair;
}
