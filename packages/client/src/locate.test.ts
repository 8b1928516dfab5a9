import { expect, test } from "vitest";
import { Locator } from "./locate.ts";

const WEBSOCKET = "urn:xmpp:alt-connections:websocket";
const hostMeta =
  (...hrefs: unknown[]) =>
  async () => ({ links: hrefs.map((href) => ({ rel: WEBSOCKET, href })) });
const failing = () => Promise.reject(new Error("404"));

test("host-meta names the WebSockets, best first, and HTTP behind them", async () => {
  const asked: string[] = [];
  const locator = new Locator({
    origin: "https://chat.example.com",
    fetchJson: async (url) => {
      asked.push(url);
      return {
        links: [
          { rel: "urn:xmpp:alt-connections:xbosh", href: "https://x/bosh" },
          { rel: WEBSOCKET, href: "wss://x/ws" },
          { rel: WEBSOCKET, href: "wss://y/ws" },
        ],
      };
    },
  });
  expect(await Promise.all([locator.find(), locator.find()])).toEqual([
    ["wss://x/ws", "wss://y/ws", "https://x/bosh"],
    ["wss://x/ws", "wss://y/ws", "https://x/bosh"],
  ]);
  expect(asked).toEqual(["https://chat.example.com/.well-known/host-meta.json"]);
  expect(locator.hasChoice).toBe(true);
});

test("a secure page is never led to a connection that is not", async () => {
  const fetchJson = hostMeta("ws://x/ws");
  expect(await new Locator({ origin: "https://x", fetchJson }).find()).toEqual(["wss://x/xmpp-websocket"]);
  expect(await new Locator({ origin: "http://x", fetchJson }).find()).toEqual(["ws://x/ws"]);
});

test.each([
  undefined,
  null,
  "text",
  {},
  { links: 3, properties: null },
  {
    links: [null, 1, { rel: WEBSOCKET, href: 7 }, { rel: WEBSOCKET, href: "ws://[" }],
    properties: { "urn:yonder:domain": 7 },
  },
])("what is no host-meta leads to the usual path: %j", async (answer) => {
  const locator = new Locator({ origin: "http://localhost:5280", fetchJson: async () => answer });
  expect(await locator.find()).toEqual(["ws://localhost:5280/xmpp-websocket"]);
  expect([locator.domain, locator.hasChoice]).toEqual(["localhost", false]);
});

test("so does an origin that has none", async () => {
  expect(await new Locator({ origin: "https://x", fetchJson: failing }).find()).toEqual(["wss://x/xmpp-websocket"]);
});

test("the domain is the server's, which need not be the page's host", async () => {
  const fetchJson = async () => ({ properties: { "urn:yonder:domain": "example.com" } });
  const locator = new Locator({ origin: "https://chat.example.com", fetchJson });
  expect(locator.domain).toBe("chat.example.com");
  await locator.find();
  expect(locator.domain).toBe("example.com");
  const told = new Locator({ origin: "https://chat.example.com", domain: "other.example", fetchJson });
  await told.find();
  expect(told.domain).toBe("other.example");
});

test("an origin that cannot be asked any more has said where else to go", async () => {
  let isUp = true;
  const locator = new Locator({
    origin: "https://x",
    fetchJson: () => (isUp ? hostMeta("wss://x/ws", "wss://y/ws")() : failing()),
  });
  await locator.find();
  isUp = false;
  expect(await locator.find(true)).toEqual(["wss://x/ws", "wss://y/ws"]);
});
