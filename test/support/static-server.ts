import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  readonly origin: string;
  close(): void;
}

/** Serves a folder, and some pages that are given as text, on a free port: a web site that is not Yonder's. */
export async function serveFolder(folder: string, pages: Readonly<Record<string, string>>): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const page = pages[path];
    const file = join(folder, path);
    response.setHeader(
      "Content-Type",
      page === undefined ? (types[extname(path)] ?? "application/octet-stream") : "text/html; charset=utf-8",
    );
    if (page !== undefined) return response.end(page);
    if (existsSync(file) && statSync(file).isFile()) return createReadStream(file).pipe(response);
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}
