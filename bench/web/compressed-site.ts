import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface CompressedSite {
  readonly origin: string;
  /** Puts a page at a path. */
  page(path: string, html: string): void;
  close(): void;
}

/** Serves a folder as its best host would: compressed with brotli once, kept in the browser's cache as long as it likes. */
export async function serveCompressed(folder: string): Promise<CompressedSite> {
  const pages = new Map<string, string>();
  const compressed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const page = pages.get(path);
    const file = join(folder, path);
    if (page === undefined && !(existsSync(file) && statSync(file).isFile())) return response.writeHead(404).end();
    let body = compressed.get(path);
    if (!body) {
      body = compress(page === undefined ? readFileSync(file) : Buffer.from(page));
      compressed.set(path, body);
    }
    response.writeHead(200, {
      "Content-Type": TYPES[page === undefined ? extname(path) : ".html"] ?? "application/octet-stream",
      "Content-Encoding": "br",
      "Cache-Control": page === undefined ? "public, max-age=31536000, immutable" : "no-cache",
    });
    return response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    origin: `http://localhost:${port}`,
    page: (path, html) => void pages.set(path, html),
    close: () => server.close(),
  };
}

function compress(content: Buffer): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
}
