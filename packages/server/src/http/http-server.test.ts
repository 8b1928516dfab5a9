import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { WebSocketPeer } from "../transport/peer.fixture.ts";
import { WebSocketTransport } from "../transport/websocket.ts";
import { HttpServer } from "./http-server.ts";
import { MetricsPage } from "./metrics-page.ts";
import { StaticFiles } from "./static-files.ts";

const SCRIPT = `console.log(${JSON.stringify("x".repeat(500))});`;

let server: HttpServer;
let port: number;
let isReady = true;
let nodes = ["https://chat.example"];

beforeAll(async () => {
  const node = new FakeNode();
  const metrics = new MetricsPage(node.metrics);
  const webSocket = new WebSocketTransport(node.transport, { trustedProxies: [], isAllowedOrigin: () => true });
  server = new HttpServer({
    files: await StaticFiles.load(await webRoot()),
    webSocket,
    bosh: { handle: async (_, response) => void response.end("XMPP over HTTP") },
    maxWebSockets: 100,
    uploads: undefined,
    embedders: ["https://shop.example"],
    contacts: { answer: async (path) => ({ status: 200, type: "application/json", body: JSON.stringify({ path }) }) },
    entry: { answer: async (path) => ({ status: 200, body: { path } }) },
    metrics,
    isReady: () => isReady,
    domain: "example.org",
    dispatch: { webUrls: () => ["https://chat.example"], allWebUrls: () => nodes },
    log: node.log,
  });
  port = await server.listen(0, ["127.0.0.1"]);
});

afterAll(() => {
  server.stopAccepting();
  server.abortAll();
});

async function webRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "yonder-web-"));
  await mkdir(join(root, "web", "assets"), { recursive: true });
  await writeFile(join(root, "secret.txt"), "secret");
  await writeFile(join(root, "web", "index.html"), "<!doctype html><title>Yonder</title>");
  await writeFile(join(root, "web", "guest.html"), "<!doctype html><title>Write to somebody</title>");
  await writeFile(join(root, "web", "assets", "index-Ab3_d-9Z.js"), SCRIPT);
  await writeFile(join(root, "web", "assets", "index-Ab3_d-9Z.js.br"), "brotli, as the build made it");
  await writeFile(join(root, "web", "assets", "index-Ab3_d-9Z.js.gz"), gzipSync(SCRIPT));
  return join(root, "web");
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function get(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Sends bytes, gives what comes back until the server closes or is silent. */
function raw(text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.setTimeout(300, () => socket.destroy());
    socket.on("data", (chunk) => {
      received += chunk.toString();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(received));
  });
}

describe("the web app", () => {
  test.each(["/", "/index.html", "/first-run", "/invite/", "/?x=1"])(
    "is at %s, and is asked for anew each time",
    async (path) => {
      const { status, headers, text } = await get(path);
      expect({ status, text }).toEqual({ status: 200, text: "<!doctype html><title>Yonder</title>" });
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(headers.get("cache-control")).toBe("no-cache");
    },
  );

  test("may load from us and talk to us, and nothing else", async () => {
    const { headers } = await get("/");
    const policy = headers.get("content-security-policy")?.split("; ") ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'self' wss://chat.example https://chat.example");
    expect(policy).toContain("img-src 'self' data: blob: https://chat.example");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("trusted-types yonder yonder-worker");
    expect(policy.join()).not.toMatch(/unsafe|\*/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  test("may talk to a node that joined since", async () => {
    nodes = ["https://chat.example", "http://node-2.example:5280"];
    const policy = (await get("/")).headers.get("content-security-policy");
    expect(policy).toContain("https://chat.example ws://node-2.example:5280 http://node-2.example:5280;");
    nodes = ["https://chat.example"];
  });

  test("has assets that never change", async () => {
    const { headers, text } = await get("/assets/index-Ab3_d-9Z.js", { headers: { "accept-encoding": "identity" } });
    expect(text).toBe(SCRIPT);
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(headers.get("vary")).toBe("accept-encoding");
  });

  test("comes compressed as the browser likes", async () => {
    const path = "/assets/index-Ab3_d-9Z.js";
    const brotli = await raw(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n`,
    );
    expect(brotli).toContain("content-encoding: br");
    expect(brotli).toMatch(/brotli, as the build made it$/);
    const gzip = await get(path, { headers: { "accept-encoding": "br;q=0, gzip" } });
    expect(gzip.headers.get("content-encoding")).toBe("gzip");
    expect(gzip.text).toBe(SCRIPT);
  });

  test("is not sent again to who has it", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    expect(await get("/", { headers: { "if-none-match": `"other", ${etag}` } })).toMatchObject({
      status: 304,
      text: "",
    });
    expect(await get("/", { headers: { "if-none-match": '"other"' } })).toMatchObject({ status: 200 });
  });

  test("answers HEAD without a body", async () => {
    const { status, headers, text } = await get("/", { method: "HEAD" });
    expect({ status, text }).toEqual({ status: 200, text: "" });
    expect(headers.get("content-length")).toBe("36");
  });
});

describe("a body", () => {
  test.each(["POST /", "PUT /upload/where-there-are-no-uploads"])(
    "%s that does not come is not waited for",
    async (to) => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      onTestFinished(() => void vi.useRealTimers());
      const socket = connect(port, "127.0.0.1");
      const closed = new Promise((resolve) => socket.once("close", resolve));
      const answered = new Promise((resolve) => socket.once("data", resolve));
      socket.on("error", () => undefined).write(`${to} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1`);
      expect(String(await answered)).toContain("HTTP/1.1 405 ");
      vi.advanceTimersByTime(30_000);
      await closed;
    },
  );

  test("is asked for when it waits to be", async () => {
    const head =
      "POST /http-bind HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\nConnection: close\r\n";
    expect(await raw(`${head}\r\n1`)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });
});

describe("what is not there", () => {
  test.each([
    ["a file that is not", "/assets/none.js", 404],
    ["the compressed form by its own name", "/assets/index-Ab3_d-9Z.js.br", 404],
    ["a folder above", "/../secret.txt", 400],
    ["a folder above, encoded", "/%2e%2e/secret.txt", 400],
    ["a folder above, encoded twice", "/%252e%252e/secret.txt", 404],
    ["a folder above, with backslashes", "/..%5csecret.txt", 400],
    ["a NUL", "/index.html%00.js", 400],
    ["a broken encoding", "/%zz", 400],
    ["a name that every object has", "/__proto__.js", 404],
    ["another site", "http://evil.example/", 400],
  ])("%s", async (_, target, status) => {
    const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).not.toContain("secret");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("a way to %s", async (method) => {
    expect(await get("/", { method })).toMatchObject({ status: 405 });
  });

  test.each([
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["a header that is too large", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`],
    ["what is no HTTP", "<?xml version='1.0'?>\r\n\r\n"],
  ])("an answer to %s, but an error", async (_, text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test("a WebSocket at another path", async () => {
    const handshake =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    expect(await raw(`GET /elsewhere HTTP/1.1\r\nHost: x\r\n${handshake}`)).toContain("HTTP/1.1 404 ");
  });
});

describe("beside the app", () => {
  test("a WebSocket is opened", async () => {
    const peer = await WebSocketPeer.connect(port);
    peer.open();
    await peer.until("</stream:features>");
    peer.abort();
    expect(await get("/xmpp-websocket")).toMatchObject({ status: 426 });
  });

  test("host-meta tells where it is, to pages of any origin", async () => {
    const { headers, text } = await get("/.well-known/host-meta");
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n' +
        '  <Link rel="urn:xmpp:alt-connections:websocket" href="wss://chat.example/xmpp-websocket"/>\n' +
        '  <Link rel="urn:xmpp:alt-connections:xbosh" href="https://chat.example/http-bind"/>\n</XRD>\n',
    );
    expect(headers.get("content-type")).toBe("application/xrd+xml; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(JSON.parse((await get("/.well-known/host-meta.json")).text)).toEqual({
      properties: { "urn:yonder:domain": "example.org" },
      links: [
        { rel: "urn:xmpp:alt-connections:websocket", href: "wss://chat.example/xmpp-websocket" },
        { rel: "urn:xmpp:alt-connections:xbosh", href: "https://chat.example/http-bind" },
      ],
    });
  });

  test("health says whether the process lives, and whether it serves", async () => {
    expect(await get("/health/live")).toMatchObject({ status: 200 });
    expect(await get("/health/ready")).toMatchObject({ status: 200, text: "ready\n" });
    isReady = false;
    expect(await get("/health/ready")).toMatchObject({ status: 503, text: "not ready\n" });
    isReady = true;
  });

  test("metrics are there for those near by", async () => {
    const { headers, text } = await get("/metrics");
    expect(headers.get("content-type")).toContain("text/plain");
    expect(text).toMatch(/^yonder_connections\{transport="websocket"\} \d+$/m);
    expect(text).toMatch(/^yonder_connections_total [1-9]\d*$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(await get("/metrics", { headers: { "x-forwarded-for": "192.0.2.1" } })).toMatchObject({ status: 403 });
  });
});

describe("a contact link", () => {
  test.each(["/@bob", "/@bob.smith", "/@%E9%99%88"])("shows the guests' page at %s", async (path) => {
    expect((await get(path)).text).toContain("Write to somebody");
  });

  test("has a page that the sites show which may, and the app is shown by none", async () => {
    const { headers } = await get("/@bob");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors https://shop.example");
    expect(headers.get("x-frame-options")).toBe(null);
    const app = (await get("/")).headers;
    expect(app.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(app.get("x-frame-options")).toBe("DENY");
  });

  test("has a page that can ask whom it reaches", async () => {
    const { headers, text } = await get("/contact/bob.smith");
    expect(JSON.parse(text)).toEqual({ path: "/contact/bob.smith" });
    expect(headers.get("cache-control")).toBe("no-store");
  });
});
