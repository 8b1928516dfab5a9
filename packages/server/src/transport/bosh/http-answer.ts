import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Answered } from "./peers.ts";

const CORS_SECONDS = 86_400;

/** How long a client may leave an answer unread. */
const READING_TIME = 30_000;

/** XEP-0124 §5: what a request is answered is always a success to HTTP. */
export function answer(response: ServerResponse, { text, contentType }: Answered): void {
  if (response.headersSent || response.destroyed) return;
  response.setTimeout(READING_TIME, () => response.destroy());
  response.writeHead(200, {
    "content-type": contentType,
    "content-length": Buffer.byteLength(text),
    ...NO_DOCUMENT,
  });
  response.end(text);
}

/** No XMPP: a request that a page of ours, or an XMPP client, does not make. */
export function refuse(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}): void {
  if (response.headersSent || response.destroyed) return;
  response.req.resume();
  response.writeHead(status, { "content-length": 0, ...NO_DOCUMENT, ...headers });
  response.end();
}

/** A browser asks whether a page of this origin may send requests. */
export function allow(response: ServerResponse): void {
  refuse(response, 204, {
    "access-control-allow-methods": "POST, OPTIONS",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": String(CORS_SECONDS),
  });
}

/** Told before any other answer, since a browser reads none without it. */
export function setAllowedOrigin({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.origin === undefined) return;
  response.setHeader("access-control-allow-origin", headers.origin);
  response.setHeader("vary", "origin");
}

/** A browser that is led here must not take what somebody wrote for a page of ours. */
const NO_DOCUMENT: OutgoingHttpHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "x-content-type-options": "nosniff",
};
