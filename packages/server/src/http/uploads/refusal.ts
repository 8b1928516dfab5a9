import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

/** How long we listen to who goes on sending what is refused, so that they read why. */
const LINGER_MS = 10_000;

export type Fault = readonly [status: number, text: string, headers?: OutgoingHttpHeaders];

/** Says no, and lets go of what is still being sent. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  for (const name of ["content-disposition", "etag", "accept-ranges"]) response.removeHeader(name);
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text) + 1,
    "cache-control": "no-store",
    // Whoever waits for a "100 Continue" sends no body now; what comes next could not be told from one.
    ...(request.headers.expect !== undefined && { connection: "close" }),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : `${text}\n`);
  linger(request);
}

function linger(request: IncomingMessage): void {
  request.resume();
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
  request.once("end", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
}
