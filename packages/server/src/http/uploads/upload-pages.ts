import type { IncomingMessage, ServerResponse } from "node:http";
import { AddressRanges, originOf, plainAddress } from "../../transport/addresses.ts";
import { ConnectionCaps } from "../../transport/connection-caps.ts";
import { download } from "./download.ts";
import type { UploadParts } from "./hold.ts";
import { refuse } from "./refusal.ts";
import { append, cancel, PARTIAL_UPLOAD, tellOffset } from "./resume.ts";
import { take } from "./take.ts";

export interface UploadPagesOptions extends UploadParts {
  /** Whether a page of this origin may put files, and read them. */
  isAllowedOrigin(origin: string, host: string | undefined): boolean;
  /** Addresses or ranges of those who are believed about whom they pass on. */
  readonly trustedProxies: readonly string[];
  /** Whether one address has only its share. */
  readonly isLimited: boolean;
}

const PREFIX = "/upload/";
/** Files that go in and out at once. */
const MAX_TRANSFERS = 2_000;
const MAX_PER_ADDRESS = 200;

/** Files that people put and get (XEP-0363 §7). Nothing here is believed to be harmless: XEP-0363 §9.1. */
export class UploadPages {
  readonly #options: UploadPagesOptions;
  readonly #caps: ConnectionCaps;
  readonly #trusted: AddressRanges;

  constructor(options: UploadPagesOptions) {
    this.#options = options;
    this.#caps = new ConnectionCaps(MAX_TRANSFERS, options.isLimited ? MAX_PER_ADDRESS : MAX_TRANSFERS);
    this.#trusted = new AddressRanges(options.trustedProxies);
  }

  static isAt(path: string | undefined): boolean {
    return path?.startsWith(PREFIX) ?? false;
  }

  /** Answers a request for a path at which uploads are. */
  async handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#setHeaders(request, response);
    const method = request.method ?? "";
    if (method === "OPTIONS") return void response.writeHead(204, PREFLIGHT).end();
    if (!METHODS.includes(method))
      return refuse(request, response, 405, "There is no such way to use it.", { allow: METHODS.join(", ") });
    const key = keyIn(path);
    if (key === undefined) return refuse(request, response, 404, "There is no such file.");
    const address = this.#addressOf(request);
    if (!this.#caps.enter(address)) return refuse(request, response, 503, "Too many at once.", { "retry-after": "10" });
    try {
      await WAYS[method]?.(this.#options, key, request, response);
    } catch (error) {
      this.#failed(error, request, response);
    } finally {
      this.#caps.leave(address);
    }
  }

  #addressOf({ socket, headers }: IncomingMessage): string {
    const forwarded = { forwardedFor: headers["x-forwarded-for"], forwardedProto: undefined };
    return originOf(plainAddress(socket.remoteAddress), forwarded, this.#trusted).remoteAddress;
  }

  #setHeaders({ headers }: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(ISOLATED)) response.setHeader(name, value);
    response.setHeader("vary", "origin");
    const { origin, host } = headers;
    if (origin === undefined || !this.#options.isAllowedOrigin(origin, host)) return;
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", EXPOSED);
  }

  #failed(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    // Whoever does not want the rest of a file says no word about it.
    if (response.headersSent || response.destroyed) return void response.destroy();
    this.#options.log.warn({ err: error }, "serving an upload failed");
    refuse(request, response, 503, "It cannot be had now.", { "retry-after": "60" });
  }
}

type Way = (parts: UploadParts, key: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const WAYS: Readonly<Record<string, Way>> = {
  GET: download,
  /** Of a file, or of a slot. */
  HEAD: async (...given) => ((await tellOffset(...given)) ? undefined : download(...given)),
  PUT: take,
  PATCH: append,
  DELETE: cancel,
};
const METHODS = [...Object.keys(WAYS), "OPTIONS"];
const EXPOSED = "content-range, content-disposition, etag, upload-offset, upload-complete";

const PREFLIGHT = {
  "access-control-allow-methods": METHODS.join(", "),
  "access-control-allow-headers":
    "content-type, range, if-range, if-none-match, upload-offset, upload-complete, upload-length",
  "accept-patch": PARTIAL_UPLOAD,
  "access-control-max-age": "86400",
  "content-length": "0",
};

/** XEP-0363 §9.1: what is uploaded never acts as a page of ours. Pages anywhere may show it, who know where it is. */
const ISOLATED = {
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** What stands behind is the file's name, for people alone. */
function keyIn(path: string): string | undefined {
  return /^([\w-]{16,64})(?:\/[^/]*)?$/.exec(path.slice(PREFIX.length))?.[1];
}
