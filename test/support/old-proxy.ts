import { createServer, request } from "node:http";

/** A proxy that knows requests and answers, and nothing of WebSockets. */
export interface OldProxy {
  readonly port: number;
  /** Paths of the requests that passed, WebSockets that did not included. */
  readonly asked: readonly string[];
  leadTo(port: number): void;
  close(): void;
}

/**
 * `webSockets`: whether a request for one is refused, or just never answered. `patience`: after so many ms it gives up on an
 * answer; undefined: never.
 */
export async function openOldProxy(options: {
  webSockets: "refused" | "swallowed";
  patience?: number;
}): Promise<OldProxy> {
  const asked: string[] = [];
  let target = 0;
  const server = createServer((near, answer) => {
    asked.push(near.url ?? "");
    const { method = "GET", url: path = "/", headers } = near;
    const far = request({ host: "127.0.0.1", port: target, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    far.on("error", () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
    if (options.patience !== undefined) far.setTimeout(options.patience, () => far.destroy());
    answer.once("close", () => answer.writableFinished || far.destroy());
    near.pipe(far);
  });
  server.on("upgrade", ({ url = "" }, socket) => {
    asked.push(url);
    socket.on("error", () => undefined);
    if (options.webSockets === "refused") socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    asked,
    leadTo: (port) => {
      target = port;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
