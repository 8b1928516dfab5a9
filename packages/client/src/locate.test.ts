import { expect, test } from "vitest";
import { locateWebSocket } from "./locate.ts";

const WEBSOCKET = "urn:xmpp:alt-connections:websocket";
const hostMeta =
  (...hrefs: unknown[]) =>
  async () => ({ links: hrefs.map((href) => ({ rel: WEBSOCKET, href })) });

test("host-meta names the WebSocket", async () => {
  const asked: string[] = [];
  const found = await locateWebSocket("https://chat.example.com", async (url) => {
    asked.push(url);
    return {
      links: [
        { rel: "urn:xmpp:alt-connections:xbosh", href: "https://x/bosh" },
        { rel: WEBSOCKET, href: "wss://x/ws" },
      ],
    };
  });
  expect(found).toBe("wss://x/ws");
  expect(asked).toEqual(["https://chat.example.com/.well-known/host-meta.json"]);
});

test("a secure page is never led to a connection that is not", async () => {
  expect(await locateWebSocket("https://x", hostMeta("ws://x/ws"))).toBe("wss://x/xmpp-websocket");
  expect(await locateWebSocket("http://x", hostMeta("ws://x/ws"))).toBe("ws://x/ws");
});

test.each([undefined, null, "text", {}, { links: 3 }, { links: [null, 1, { rel: WEBSOCKET, href: 7 }] }])(
  "what is no host-meta leads to the usual path: %j",
  async (answer) => {
    expect(await locateWebSocket("http://localhost:5280", async () => answer)).toBe(
      "ws://localhost:5280/xmpp-websocket",
    );
  },
);

test("so does an origin that has none", async () => {
  const failing = () => Promise.reject(new Error("404"));
  expect(await locateWebSocket("https://x", failing)).toBe("wss://x/xmpp-websocket");
});
