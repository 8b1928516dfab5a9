import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { openNameServer } from "../../../../../test/support/name-server.ts";
import { lookupAmong } from "../public-address.ts";
import { previewOf } from "./preview.ts";
import { type Reach, visit } from "./visit.ts";

const PUBLIC = "127.66.0.2";
const HTML = { accept: "text/html", types: ["text/html"], bytes: 1_000 };

let pair: { readonly cert: string; readonly private: string };

beforeAll(async () => {
  pair = await generate([{ name: "commonName", value: "page.example" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "page.example" }] }],
  });
});

/** A site by TLS. `isTrusted`: its certificate is one that everybody believes. */
async function site(answer: RequestListener, isTrusted = true) {
  const before = getCACertificates("default");
  if (isTrusted) setDefaultCACertificates([...before, pair.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
  const server = createServer({ cert: pair.cert, key: pair.private }, answer).listen(0, PUBLIC);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const names = await openNameServer({}, { names: { "page.example": [PUBLIC], "other.example": [PUBLIC] }, port: 0 });
  onTestFinished(() => names.close());
  const mayReach = (address: string) => address === PUBLIC;
  const reach: Reach = { mayReach, mayUse: () => true, lookup: lookupAmong(mayReach, [names.address]) };
  const url = (path: string, host = "page.example") =>
    new URL(path, `https://${host}:${(server.address() as AddressInfo).port}/`);
  return { url, reach, signal: AbortSignal.timeout(20_000) };
}

const hello: RequestListener = (_, response) =>
  response.setHeader("Content-Type", "text/html").end("<title>hello</title>");

test("a page is fetched by TLS from whom its certificate names", async () => {
  const { url, reach, signal } = await site(hello);
  expect((await visit(url("/"), HTML, reach, signal)).body.toString()).toContain("hello");
  await expect(visit(url("/", "other.example"), HTML, reach, signal)).rejects.toThrow(/altnames/);
});

test("nothing is read from whom nobody vouches for", async () => {
  const { url, reach, signal } = await site(hello, false);
  await expect(visit(url("/"), HTML, reach, signal)).rejects.toThrow(/self-signed/);
});

test("nobody is sent on from TLS to where everybody can listen", async () => {
  const { url, reach, signal } = await site((_, response) =>
    response.writeHead(302, { Location: "http://page.example/" }).end(),
  );
  await expect(visit(url("/"), HTML, reach, signal)).rejects.toThrow("out of TLS");
});

test("nor is a picture fetched there", async () => {
  const { url, reach, signal } = await site((_, response) =>
    response
      .setHeader("Content-Type", "text/html")
      .end("<title>hello</title><meta property=og:image content='http://page.example/1.jpg'>"),
  );
  expect(await previewOf(url("/"), reach, signal)).toMatchObject({ title: "hello", image: undefined });
});
