import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { type Names, openNameServer } from "../../../../../test/support/name-server.ts";
import { lookupAmong } from "../public-address.ts";
import { mayVisit, openWeb, type Reach, visit, type Wanted } from "./visit.ts";

/** In these tests this address plays the open Internet, and all else of this machine what is nobody's business. */
const PUBLIC = "127.66.0.1";
const PRIVATE = "127.0.0.1";

const HTML: Wanted = { accept: "text/html", types: ["text/html"], bytes: 1_000 };

const page: RequestListener = (_, response) => response.setHeader("Content-Type", "text/html").end("<p>hello</p>");

async function serve(answer: RequestListener, address = PUBLIC): Promise<{ port: number; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  }).listen(0, address);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return { port: (server.address() as AddressInfo).port, seen };
}

/** As on the open Internet, where names mean what is said here. */
async function reachWith(names: Names) {
  const server = await openNameServer({}, { names, port: 0 });
  onTestFinished(() => server.close());
  const mayReach = (address: string) => address === PUBLIC;
  const reach: Reach = { mayReach, mayUse: () => true, lookup: lookupAmong(mayReach, [server.address]) };
  return { reach, asked: server.asked };
}

const visiting = (url: string, reach: Reach, wanted = HTML) =>
  visit(new URL(url), wanted, reach, AbortSignal.timeout(20_000));

test("a page is fetched by somebody who is nobody", async () => {
  const { port, seen } = await serve(page);
  const { reach } = await reachWith({ "page.example": [PUBLIC] });
  const visited = await visiting(`http://page.example:${port}/a?b#c`, reach);
  expect(visited).toMatchObject({ type: "text/html", isWhole: true, charset: undefined });
  expect(visited.body.toString()).toBe("<p>hello</p>");
  expect(seen[0]).toMatchObject({ method: "GET", url: "/a?b" });
  expect(Object.keys(seen[0]?.headers ?? {}).toSorted()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
  ]);
});

test.each([
  ["a user", "https://user@page.example/"],
  ["a password", "https://:secret@page.example/"],
  ["a port of its own", "https://page.example:8443/"],
  ["the other scheme's port", "http://page.example:443/"],
  ["another scheme", "ftp://page.example/"],
  ["another scheme", "file:///etc/passwd"],
  ["another scheme", "data:text/html,<title>x</title>"],
  ["this machine, by name", "http://localhost/"],
  ["this machine, by name, with a dot", "http://localhost./"],
  ["this machine, by name", "http://www.localhost/"],
  ["a name of this network", "http://printer/"],
  ["a name of this network", "http://printer.local/"],
  ["a name of this network", "http://db.internal/"],
  ["a name backwards", "http://1.0.0.127.in-addr.arpa/"],
  ["this machine", "http://127.0.0.1/"],
  ["this machine, with a dot", "http://127.0.0.1./"],
  ["this machine, in short", "http://127.1/"],
  ["this machine, as one number", "http://2130706433/"],
  ["this machine, in hexadecimal", "http://0x7f000001/"],
  ["this machine, in hexadecimal", "http://0x7f.0x0.0x0.0x1/"],
  ["this machine, in octal", "http://0177.0.0.1/"],
  ["this machine, in octal", "http://017700000001/"],
  ["this machine, in wide digits", "http://１２７.０.０.１/"],
  ["this machine, unspecified", "http://0/"],
  ["where clouds keep their secrets", "http://169.254.169.254/latest/meta-data"],
  ["a private network", "http://192.168.1.1/"],
  ["this machine", "http://[::1]/"],
  ["this machine, unspecified", "http://[::]/"],
  ["this machine, mapped", "http://[::ffff:127.0.0.1]/"],
  ["this machine, mapped, in hexadecimal", "http://[::ffff:7f00:1]/"],
  ["this machine, translated", "http://[64:ff9b::127.0.0.1]/"],
  ["this machine, by 6to4", "http://[2002:7f00:1::]/"],
  ["the site", "http://[fd00::1]/"],
  ["more than an address has", `https://page.example/${"x".repeat(2_048)}`],
])("nobody is sent to %s: %s", (_, url) => {
  expect(mayVisit(new URL(url), openWeb)).toBe(false);
});

test.each(["http://[fe80::1%lo]/", "http://[fe80::1%25lo]/"])("%s is no address at all", (url) => {
  expect(URL.canParse(url)).toBe(false);
});

test.each(["https://page.example/", "http://page.example:80/", "https://8.8.8.8/", "https://[2606:4700::1111]/"])(
  "%s is a public place",
  (url) => {
    expect(mayVisit(new URL(url), openWeb)).toBe(true);
  },
);

test("a name that stands for a private address leads nowhere", async () => {
  const { port, seen } = await serve(page, PRIVATE);
  const { reach } = await reachWith({ "page.example": [PRIVATE] });
  await expect(visiting(`http://page.example:${port}/`, reach)).rejects.toThrow("no public address");
  expect(seen).toHaveLength(0);
});

test("of the addresses of a name only the public ones are tried", async () => {
  const { port, seen } = await serve(page, PRIVATE);
  const { reach } = await reachWith({ "page.example": [PRIVATE, PUBLIC] });
  await expect(visiting(`http://page.example:${port}/`, reach)).rejects.toThrow("ECONNREFUSED");
  expect(seen).toHaveLength(0);
});

test("a name that is somewhere else the next time is looked up once, and that address is used", async () => {
  const [open, closed] = [await serve(page), await serve(page, PRIVATE)];
  let times = 0;
  const { reach, asked } = await reachWith({ "page.example": () => [times++ === 0 ? PUBLIC : PRIVATE] });
  await visiting(`http://page.example:${open.port}/`, reach);
  expect([open.seen.length, closed.seen.length, times]).toEqual([1, 0, 1]);
  expect(asked.filter((one) => one === "A page.example")).toHaveLength(1);
});

test("a redirect is looked up anew: one that leads to a private address by then is not followed", async () => {
  const inside = await serve(page, PRIVATE);
  const { port, seen } = await serve((_, response) =>
    response.writeHead(302, { Location: `http://page.example:${inside.port}/` }).end(),
  );
  let times = 0;
  const { reach } = await reachWith({ "page.example": () => [times++ === 0 ? PUBLIC : PRIVATE] });
  await expect(visiting(`http://page.example:${port}/`, reach)).rejects.toThrow("no public address");
  expect([seen.length, inside.seen.length]).toEqual([1, 0]);
});

test.each([
  (port: number) => `http://127.0.0.1:${port}/`,
  (port: number) => `http://2130706433:${port}/`,
  (port: number) => `http://inside.example:${port}/`,
  (port: number) => `http://localhost:${port}/`,
  () => "file:///etc/passwd",
  () => "http://user:secret@page.example/",
  () => "//",
])("no redirect is followed to where nobody is sent: %o", async (to) => {
  const inside = await serve(page, PRIVATE);
  const { port } = await serve((_, response) => response.writeHead(301, { Location: to(inside.port) }).end());
  const { reach } = await reachWith({ "page.example": [PUBLIC], "inside.example": [PRIVATE] });
  await expect(visiting(`http://page.example:${port}/`, reach)).rejects.toThrow(
    /not a public place|no public address|to nowhere/,
  );
  expect(inside.seen).toHaveLength(0);
});

test("three redirects are followed, and no more", async () => {
  const { port } = await serve(({ url = "" }, response) => {
    const left = Number(url.slice(1));
    if (left === 0) page(undefined as never, response as never);
    else response.writeHead(308, { Location: `/${left - 1}` }).end();
  });
  const { reach } = await reachWith({ "page.example": [PUBLIC] });
  const three = await visiting(`http://page.example:${port}/3`, reach);
  expect(three.url.pathname).toBe("/0");
  await expect(visiting(`http://page.example:${port}/4`, reach)).rejects.toThrow("too often");
});

test("no more is read than is wanted", async () => {
  let isOpen = true;
  const { port } = await serve((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=UTF-8");
    response.on("close", () => {
      isOpen = false;
    });
    const write = (): void => {
      while (isOpen && response.write("x".repeat(10_000))) {}
    };
    response.on("drain", write);
    write();
  });
  const { reach } = await reachWith({ "page.example": [PUBLIC] });
  const visited = await visiting(`http://page.example:${port}/`, reach);
  expect(visited).toMatchObject({ isWhole: false, charset: "utf-8" });
  expect(visited.body).toHaveLength(1_000);
  await expect.poll(() => isOpen).toBe(false);
});

test.each([
  ["gzip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
] as const)("what is packed by %s is unpacked, as far as it is wanted", async (encoding, pack) => {
  const [hello, bomb] = [pack("<p>hello</p>"), pack("x".repeat(2_000_000))];
  expect(bomb.length).toBeLessThan(5_000);
  const { port } = await serve(({ url }, response) => {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Encoding": encoding });
    response.end(url === "/bomb" ? bomb : hello);
  });
  const { reach } = await reachWith({ "page.example": [PUBLIC] });
  const small = await visiting(`http://page.example:${port}/`, reach);
  expect(small.body.toString()).toBe("<p>hello</p>");
  const wanted = { ...HTML, bytes: 100_000 };
  const large = await visiting(`http://page.example:${port}/bomb`, reach, wanted);
  expect([large.body.length, large.isWhole]).toEqual([100_000, false]);
});

test.each([
  ["another type", { "Content-Type": "application/pdf" }, 200],
  ["no type", {}, 200],
  ["an error", { "Content-Type": "text/html" }, 404],
  ["a part", { "Content-Type": "text/html" }, 206],
  ["an unknown way of packing", { "Content-Type": "text/html", "Content-Encoding": "zstd" }, 200],
  ["a packing that is none", { "Content-Type": "text/html", "Content-Encoding": "gzip" }, 200],
  ["headers without end", { "Content-Type": "text/html", "X-Long": "x".repeat(20_000) }, 200],
])("nothing is read of %s", async (_, headers, status) => {
  const { port } = await serve((_, response) => response.writeHead(status, headers).end("<p>hello</p>"));
  const { reach } = await reachWith({ "page.example": [PUBLIC] });
  await expect(visiting(`http://page.example:${port}/`, reach)).rejects.toThrow();
});

test("who keeps us waiting is left", async () => {
  const { port } = await serve((_, response) => response.setHeader("Content-Type", "text/html").write("<p>"));
  const { reach } = await reachWith({ "page.example": [PUBLIC] });
  const leaving = new AbortController();
  const visited = visit(new URL(`http://page.example:${port}/`), HTML, reach, leaving.signal);
  setTimeout(() => leaving.abort(), 50);
  await expect(visited).rejects.toThrow(/abort/i);
});
