import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import type { Dispatch } from "../dispatch/dispatch.ts";
import { BOSH_PATH, hostMetaJrd, hostMetaXrd, WEBSOCKET_PATH } from "../dispatch/host-meta.ts";
import type { Log } from "../stream/node-port.ts";
import { isLoopbackAddress, plainAddress } from "../transport/addresses.ts";
import type { BoshTransport } from "../transport/bosh/bosh.ts";
import { type Listening, listen } from "../transport/listen.ts";
import { refuseUpgrade } from "../transport/refuse-upgrade.ts";
import type { WebSocketTransport } from "../transport/websocket.ts";
import { ContactPages } from "./contact-pages.ts";
import { EntryPages } from "./entry/entry-pages.ts";
import type { MetricsPage } from "./metrics-page.ts";
import { SecurityHeaders } from "./security-headers.ts";
import type { StaticFiles } from "./static-files.ts";
import { UPLOAD_TIME } from "./uploads/take.ts";
import { UploadPages } from "./uploads/upload-pages.ts";

export interface HttpOptions {
  readonly files: StaticFiles;
  readonly webSocket: WebSocketTransport;
  readonly bosh: Pick<BoshTransport, "handle">;
  /** undefined: there are none here. */
  readonly uploads: UploadPages | undefined;
  /** Origins whose pages may show the page behind a contact link. */
  readonly embedders: readonly string[];
  readonly contacts: Pick<ContactPages, "answer">;
  readonly entry: Pick<EntryPages, "answer">;
  readonly metrics: Pick<MetricsPage, "contentType" | "text">;
  readonly maxWebSockets: number;
  /** Whether this node serves: /health/ready says so. */
  isReady(): boolean;
  readonly domain: string;
  /** Which node a page is told to use. */
  readonly dispatch: Pick<Dispatch, "webUrls" | "allWebUrls">;
  readonly log: Log;
}

const HEADERS_TIME = 10_000;
const REQUEST_TIME = 30_000;
const MAX_HEADER_BYTES = 16_384;
const BRINGS_FILES: ReadonlySet<string> = new Set(["PUT", "PATCH"]);
/** Sockets besides those that became WebSockets. */
const MAX_HTTP_SOCKETS = 10_000;

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The web app, host-meta, health and metrics; WebSockets and what comes over BOSH are handed on. */
export class HttpServer {
  readonly #options: HttpOptions;
  readonly #routes: ReadonlyMap<string, Answer>;
  readonly #servers: Server[] = [];
  #listening: Listening | undefined;
  readonly #headers = new SecurityHeaders();
  readonly #guestHeaders: SecurityHeaders;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#guestHeaders = new SecurityHeaders(options.embedders);
    this.#routes = new Map<string, Answer>([
      ["/.well-known/host-meta", (_, response) => this.#hostMeta(response, "application/xrd+xml", hostMetaXrd)],
      ["/.well-known/host-meta.json", (_, response) => this.#hostMeta(response, "application/json", hostMetaJrd)],
      ["/health/live", (_, response) => answer(response, 200, "text/plain", "alive\n")],
      ["/health/ready", (_, response) => this.#ready(response)],
      ["/metrics", (request, response) => this.#metrics(request, response)],
      [WEBSOCKET_PATH, (_, response) => this.#upgradeRequired(response)],
    ]);
  }

  /** Listens on each address; resolves with the port. Port 0: any free one. */
  async listen(port: number, addresses: readonly string[]): Promise<number> {
    this.#listening = await listen(() => this.#newServer(), port, addresses);
    return this.#listening.port;
  }

  stopAccepting(): void {
    this.#listening?.stop();
    for (const server of this.#servers) server.closeIdleConnections();
  }

  abortAll(): void {
    for (const server of this.#servers) server.closeAllConnections();
  }

  #newServer(): Server {
    const server = createServer({
      noDelay: true,
      headersTimeout: HEADERS_TIME,
      requestTimeout: UPLOAD_TIME,
      maxHeaderSize: MAX_HEADER_BYTES,
      requireHostHeader: true,
    });
    server.maxConnections = this.#options.maxWebSockets + MAX_HTTP_SOCKETS;
    server.on("request", (request, response) => void this.#handle(request, response));
    server.on("checkContinue", (request, response) => {
      if (!UploadPages.isAt(pathOf(request.url))) response.writeContinue();
      void this.#handle(request, response);
    });
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#servers.push(server);
    return server;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const path = pathOf(request.url);
      const { uploads } = this.#options;
      const isUpload = uploads !== undefined && path !== undefined && UploadPages.isAt(path);
      if (!isUpload || !BRINGS_FILES.has(request.method ?? "")) limitTime(request);
      if (isUpload) return await uploads.handle(path, request, response);
      if (path === BOSH_PATH) return await this.#options.bosh.handle(request, response);
      if (path !== undefined && EntryPages.isAt(path)) return await this.#enter(path, request, response);
      await this.#page(path, request, response);
    } catch (error) {
      this.#options.log.error({ err: error }, "answering an HTTP request failed");
      if (!response.headersSent) answer(response, 500, "text/plain", "Sorry.\n");
    }
  }

  /** What takes no body. */
  async #page(path: string | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    if (request.method !== "GET" && request.method !== "HEAD")
      return answer(response, 405, "text/plain", "Only GET.\n", { allow: "GET, HEAD" });
    if (path === undefined) return answer(response, 400, "text/plain", "Not a path.\n");
    const route = this.#routes.get(path);
    if (route) return await route(request, response);
    if (ContactPages.isAt(path)) return await this.#contact(path, request, response);
    if (!this.#options.files.serve(path, request, response, this.#headersOf(path)))
      answer(response, 404, "text/plain", "Not here.\n");
  }

  #headersOf(path: string): OutgoingHttpHeaders {
    const urls = this.#options.dispatch.allWebUrls();
    if (path.startsWith("/@")) return this.#guestHeaders.of(urls);
    // Other sites load it into their pages.
    const isWidget = path === "/widget.js";
    return { ...this.#headers.of(urls), ...(isWidget && { "cross-origin-resource-policy": "cross-origin" }) };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", ignoreBroken);
    if (pathOf(request.url) === WEBSOCKET_PATH) return this.#options.webSocket.upgrade(request, socket, head);
    refuseUpgrade(socket, "404 Not Found");
  }

  /** XEP-0156 §3: pages of any origin may read it. */
  #hostMeta(response: ServerResponse, type: string, write: typeof hostMetaXrd): void {
    const { domain, dispatch } = this.#options;
    const text = write({ domain, webUrls: dispatch.webUrls() });
    answer(response, 200, `${type}; charset=utf-8`, text, { "access-control-allow-origin": "*" });
  }

  #ready(response: ServerResponse): void {
    const isReady = this.#options.isReady();
    answer(response, isReady ? 200 : 503, "text/plain", isReady ? "ready\n" : "not ready\n");
  }

  /** For who stands beside us, not for the world: a proxy that passes it on marks the request as forwarded. */
  async #metrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isNear =
      isPrivate(plainAddress(request.socket.remoteAddress)) && request.headers["x-forwarded-for"] === undefined;
    if (!isNear) return answer(response, 403, "text/plain", "Only from this network.\n");
    const { metrics } = this.#options;
    answer(response, 200, metrics.contentType, await metrics.text());
  }

  async #contact(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, body, headers } = await this.#options.contacts.answer(path, request);
    answer(response, status, type, body, headers);
  }

  async #enter(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#options.entry.answer(path, request);
    request.resume();
    answer(response, status, "application/json", JSON.stringify(body));
  }

  #upgradeRequired(response: ServerResponse): void {
    answer(response, 426, "text/plain", "XMPP over WebSocket (RFC 7395).\n", {
      upgrade: "websocket",
      connection: "upgrade",
    });
  }
}

/** Whoever sends a body slowly is cut off, unless it is a file. */
function limitTime(request: IncomingMessage): void {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (length === undefined && encoding === undefined) return;
  const timer = setTimeout(() => request.destroy(), REQUEST_TIME).unref();
  request.once("end", () => clearTimeout(timer)).once("close", () => clearTimeout(timer));
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    "content-type": type,
    "content-length": length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** The decoded path of a request's target; undefined when it is none (RFC 9112 §3.2.1). */
function pathOf(target: string | undefined): string | undefined {
  const path = (target ?? "").split("?", 1)[0] ?? "";
  if (!path.startsWith("/")) return undefined;
  try {
    const decoded = decodeURIComponent(path);
    return /[\0\\]|(?:^|\/)\.\.(?:\/|$)/.test(decoded) ? undefined : decoded;
  } catch {
    // A percent sign that encodes nothing.
    return undefined;
  }
}

function isPrivate(address: string): boolean {
  return (
    isLoopbackAddress(address) ||
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(address)
  );
}

/** A socket that breaks while it is handed over has nobody to hear of it. */
function ignoreBroken(): void {}
