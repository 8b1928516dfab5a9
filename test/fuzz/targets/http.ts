import { connect } from "node:net";
import { BOSH_PATH } from "../../../packages/server/src/dispatch/host-meta.ts";
import { mutatedText } from "../generator.ts";
import type { Random } from "../random.ts";
import { must, type Target } from "../target.ts";
import { openTown, type Town } from "../town.ts";

const BOSH =
  "<body rid='1' xmlns='http://jabber.org/protocol/httpbind' to='localhost' xml:lang='en' wait='1' hold='1' ver='1.6' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>";
const AGENT =
  '{"agent":"d4565fa7","username":"x","token":"y","id":"AA","clientData":"e30=","authenticatorData":"AA==","signature":"AA==","code":"1"}';
const JSON_TYPE = "content-type: application/json";

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
}

const REQUESTS: readonly Request[] = [
  ...["/", "/index.html", "/assets/x.js", "/@alice", "/widget.js", "/health/live", "/health/ready", "/metrics"].map(
    get,
  ),
  ...[
    "/.well-known/host-meta",
    "/.well-known/host-meta.json",
    "/xmpp-websocket",
    "/contact/alice",
    "/contact/alice/picture",
  ].map(get),
  {
    ...get("/upload/0123456789abcdef0123/a.png"),
    headers: ["range: bytes=0-10", "if-range: x", "origin: http://localhost"],
  },
  {
    method: "PUT",
    path: "/upload/0123456789abcdef0123/a.png",
    headers: ["content-type: image/png", "expect: 100-continue"],
    body: "x",
  },
  {
    method: "OPTIONS",
    path: "/upload/0123456789abcdef0123/a",
    headers: ["access-control-request-method: PUT"],
    body: "",
  },
  ...["challenge", "passkey", "creation", "account", "device"].map((name) => ({
    method: "POST",
    path: `/entry/${name}`,
    headers: [JSON_TYPE],
    body: AGENT,
  })),
  { method: "POST", path: BOSH_PATH, headers: ["content-type: text/xml; charset=utf-8"], body: BOSH },
  { method: "OPTIONS", path: BOSH_PATH, headers: ["origin: http://localhost"], body: "" },
  {
    ...get("/xmpp-websocket"),
    headers: [
      "upgrade: websocket",
      "connection: upgrade",
      "sec-websocket-version: 13",
      "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
      "sec-websocket-protocol: xmpp",
    ],
  },
];
const METHODS = "GET HEAD POST PUT DELETE OPTIONS PATCH TRACE CONNECT PROPFIND get G\u00c9T".split(" ");
const PARTS = [
  ..."/%.?#\\ :;,=\"'\r\n\t0aé",
  "../",
  "%2e%2e/",
  "%00",
  "%ff",
  "//",
  "\r\n",
  "\r\n\r\n",
  "http://x/",
  "/assets/",
  "/upload/",
  "/entry/",
  "/contact/",
  "?x=1",
  "*",
  "{",
  "}",
  "null",
  "[]",
  "1e999",
];
const HEADERS = [
  "content-length: 5",
  "content-length: -1",
  "content-length: 99999999999999999999",
  "transfer-encoding: chunked",
  "transfer-encoding: identity, chunked",
  "range: bytes=5-1,0-0,-5",
  "range: bytes=9007199254740993-",
  'if-none-match: "x", *',
  "origin: null",
  "origin: http://evil.example",
  "host: evil.example",
  "host: [::1",
  "x-forwarded-for: 1.2.3.4, ::1, x",
  "x-forwarded-proto: https",
  "accept-encoding: br;q=0, gzip",
  "content-encoding: gzip",
  "expect: nothing",
  "upgrade: h2c",
  `x-long: ${"x".repeat(9_000)}`,
];

let town: Promise<Town> | undefined;

/** Every route answers every request with something HTTP knows, or hangs up; never with a fault of ours. */
export const http: Target<string> = {
  name: "http",
  make: (random) => written(random),
  async check(request) {
    town ??= openTown();
    const { port, faults } = await town;
    const answer = await ask(port, request);
    const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
    must(statuses.length > 0 || answer === "", "not an answer", answer.slice(0, 200));
    must(!statuses.includes(500), "a fault of ours", { request, answer: answer.slice(0, 400) });
    must(faults.length === 0, "logged as a fault of ours", faults[0]);
  },
  async close() {
    await (await town)?.close();
    town = undefined;
  },
};

function get(path: string): Request {
  return { method: "GET", path, headers: [], body: "" };
}

function written(random: Random): string {
  const base = random.pick(REQUESTS);
  const method = random.chance(0.85) ? base.method : random.pick(METHODS);
  const path = random.chance(0.6) ? base.path : mutatedText(base.path, random, PARTS);
  const body = random.chance(0.6) ? base.body : mutatedText(base.body, random);
  const own = base.headers.map((header) => (random.chance(0.85) ? header : mutatedText(header, random, PARTS)));
  const length = body === "" ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  const more = random.chance(0.3) ? [random.pick(HEADERS)] : [];
  const host = random.chance(0.98) ? ["host: localhost"] : [];
  const headers = [...host, ...own, ...length, ...more, "connection: close"];
  const text = `${method} ${path} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
  return random.chance(0.95) ? text : mutatedText(text, random, PARTS);
}

/** Milliseconds after which we hang up, when the other side waits for more. */
const PATIENCE = 40;

function ask(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => socket.destroy(), PATIENCE);
    socket.on("connect", () => socket.write(request));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).toString("latin1"));
    });
  });
}
