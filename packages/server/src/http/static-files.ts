import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { isKnown } from "./etag.ts";

interface Variant {
  readonly body: Buffer;
  readonly etag: string;
}

interface StaticFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly plain: Variant;
  readonly brotli: Variant | undefined;
  readonly gzip: Variant | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** A file whose name has its content's hash in it never changes. */
const HASHED = /^\/assets\/.*-[\w-]{8,}\.\w+$/;
const FOREVER = "public, max-age=31536000, immutable";
/** Asked for again each time, and answered 304. */
const REVALIDATED = "no-cache";

/**
 * The web app's files, all in memory: what was not there at the start is not served, so no path can lead anywhere else.
 * A compressed form, made by the build, stands beside a file as `name.br` and `name.gz`.
 */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  /** Reads a folder; a folder that is not there has no files. */
  static async load(root: string): Promise<StaticFiles> {
    return new StaticFiles(await readAll(root));
  }

  private constructor(files: ReadonlyMap<string, StaticFile>) {
    this.#files = files;
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Answers, if there is such a file: `/` and the paths of the app's pages are `/index.html`, a contact link's is `/guest.html`. */
  serve(path: string, request: IncomingMessage, response: ServerResponse, headers: OutgoingHttpHeaders): boolean {
    const file = this.#files.get(path) ?? this.#files.get(pageAt(path) ?? "");
    if (!file) return false;
    const [variant, encoding] = variantFor(file, request.headers["accept-encoding"]);
    response.setHeaders(new Map(Object.entries(headers) as [string, string][]));
    response.setHeader("cache-control", file.cacheControl);
    response.setHeader("etag", variant.etag);
    if (file.brotli || file.gzip) response.setHeader("vary", "accept-encoding");
    if (isKnown(request.headers["if-none-match"], variant.etag)) {
      response.writeHead(304).end();
      return true;
    }
    response.setHeader("content-type", file.type);
    response.setHeader("content-length", variant.body.length);
    if (encoding) response.setHeader("content-encoding", encoding);
    response.writeHead(200).end(request.method === "HEAD" ? undefined : variant.body);
    return true;
  }
}

/** The app shows pages of its own under paths without a dot; behind a contact link is a page for those who have no account. */
function pageAt(path: string): string | undefined {
  if (/^\/@[^/]+$/.test(path)) return "/guest.html";
  return path.startsWith("/assets/") || path.includes(".") ? undefined : "/index.html";
}

async function readAll(root: string): Promise<Map<string, StaticFile>> {
  const bodies = new Map<string, Buffer>();
  for (const path of await pathsIn(root))
    bodies.set(`/${relative(root, path).split(sep).join("/")}`, await readFile(path));
  const files = new Map<string, StaticFile>();
  for (const [name, body] of bodies) {
    const isCompressed = (name.endsWith(".br") || name.endsWith(".gz")) && bodies.has(name.slice(0, -3));
    if (!isCompressed) files.set(name, fileOf(name, body, bodies));
  }
  return files;
}

async function pathsIn(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function fileOf(name: string, body: Buffer, bodies: ReadonlyMap<string, Buffer>): StaticFile {
  return {
    type: TYPES[extname(name).toLowerCase()] ?? "application/octet-stream",
    cacheControl: HASHED.test(name) ? FOREVER : REVALIDATED,
    plain: variantOf(body),
    brotli: optionalVariant(bodies.get(`${name}.br`)),
    gzip: optionalVariant(bodies.get(`${name}.gz`)),
  };
}

function optionalVariant(body: Buffer | undefined): Variant | undefined {
  return body && variantOf(body);
}

function variantOf(body: Buffer): Variant {
  return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

function variantFor(
  { plain, brotli, gzip }: StaticFile,
  accepted: string | string[] | undefined,
): [Variant, string | undefined] {
  const encodings = new Set(
    String(accepted ?? "")
      .split(",")
      .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
      .map((part) => (part.split(";")[0] ?? "").trim()),
  );
  if (brotli && encodings.has("br")) return [brotli, "br"];
  if (gzip && encodings.has("gzip")) return [gzip, "gzip"];
  return [plain, undefined];
}
