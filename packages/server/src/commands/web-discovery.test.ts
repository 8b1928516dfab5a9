import { expect, test } from "vitest";
import { type Fetch, inspectHostMeta } from "./web-discovery.ts";

const URL = "https://example.org/.well-known/host-meta.json";
const answering =
  (status: number, document: unknown): Fetch =>
  async (url) => {
    expect(url).toBe(URL);
    return { ok: status === 200, status, json: async () => document };
  };

const webSocket = { rel: "urn:xmpp:alt-connections:websocket", href: "wss://chat.example.org/xmpp-websocket" };

test("says which addresses clients will find", async () => {
  const document = { links: [webSocket, { rel: "author", href: "https://example.org/" }] };
  expect(await inspectHostMeta("example.org", answering(200, document))).toEqual({
    kind: "right",
    text: `web: ${URL} names wss://chat.example.org/xmpp-websocket`,
  });
});

test("warns of a web server that knows nothing of us", async () => {
  for (const document of [{}, { links: [] }, [], null, "no"])
    expect((await inspectHostMeta("example.org", answering(200, document))).text).toContain("names no address");
  expect((await inspectHostMeta("example.org", answering(404, {}))).text).toContain("answers 404");
});

test("warns when nobody answers", async () => {
  const refused: Fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }));
  expect(await inspectHostMeta("example.org", refused)).toMatchObject({
    kind: "warning",
    text: expect.stringContaining("(ECONNREFUSED)"),
  });
});
