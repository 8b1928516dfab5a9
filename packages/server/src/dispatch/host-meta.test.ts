import { expect, test } from "vitest";
import { hostMetaJrd, hostMetaXrd } from "./host-meta.ts";

const META = { domain: "example.org", webUrls: ["https://node-2.example.org", "http://localhost:5280/chat"] };

test("host-meta names the places in their order, as XRD and as JRD, and the domain in the latter", () => {
  const hrefs = ["wss://node-2.example.org/xmpp-websocket", "ws://localhost:5280/chat/xmpp-websocket"];
  const xrd = hostMetaXrd(META);
  expect(xrd.replaceAll(/<[^>]*>/g, "").trim()).toBe("");
  expect([...xrd.matchAll(/rel="urn:xmpp:alt-connections:websocket" href="([^"]+)"/g)].map(([, href]) => href)).toEqual(
    hrefs,
  );
  const { properties, links } = JSON.parse(hostMetaJrd(META)) as {
    properties: unknown;
    links: readonly { rel: string; href: string }[];
  };
  expect(properties).toEqual({ "urn:yonder:domain": "example.org" });
  const webSockets = links.filter(({ rel }) => rel === "urn:xmpp:alt-connections:websocket");
  expect(webSockets.map(({ href }) => href)).toEqual(hrefs);
});
