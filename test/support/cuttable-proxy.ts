import { connect, createServer, type Socket } from "node:net";

/** A network line that can be cut: TCP on a port of its own, passed on to another. */
export interface CuttableProxy {
  readonly port: number;
  /** Where new connections go. */
  leadTo(port: number): void;
  /** Ends every connection, in order or with a reset, and refuses new ones. */
  cut(how?: "end" | "reset"): void;
  /** Nothing passes any more, in either direction, and nobody is told: a train in a tunnel. */
  stall(): void;
  /** After `stall`: what was held up goes on its way, as when packets are sent again. */
  resume(): void;
  /** All is well for new connections; those that were stalled are ended. */
  mend(): void;
  close(): void;
}

type Pair = readonly [Socket, Socket];

export async function openProxy(): Promise<CuttableProxy> {
  const pairs = new Set<Pair>();
  let [target, state]: [number, "open" | "cut" | "stalled"] = [0, "open"];
  const server = createServer((near) => {
    if (state === "cut") return near.destroy();
    const pair = joinTo(near, target, (ended) => pairs.delete(ended));
    pairs.add(pair);
    if (state === "stalled") hold(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const sockets = (): Socket[] => [...pairs].flat();
  const cutAll = (): void => {
    for (const socket of sockets()) socket.destroy();
  };
  return {
    port: typeof address === "object" && address ? address.port : 0,
    leadTo: (port) => {
      target = port;
    },
    cut: (how = "end") => {
      state = "cut";
      if (how === "reset") for (const socket of sockets()) socket.resetAndDestroy();
      else cutAll();
    },
    stall: () => {
      state = "stalled";
      for (const pair of pairs) hold(pair);
    },
    resume: () => {
      state = "open";
      for (const [near, far] of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
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

function hold(pair: Pair): void {
  for (const socket of pair) socket.unpipe().pause();
}

function joinTo(near: Socket, port: number, onEnd: (pair: Pair) => void): Pair {
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
