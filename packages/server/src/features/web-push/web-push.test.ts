import { createECDH } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { webPush } from "./web-push.ts";

const NS = "urn:yonder:web-push:0";

function keys(): string {
  const browser = createECDH("prime256v1");
  browser.generateKeys();
  return `<p256dh>${browser.getPublicKey("base64url")}</p256dh><auth>AAAAAAAAAAAAAAAAAAAAAA</auth>`;
}

const enable = (endpoint: string, inside = keys()) =>
  `<iq type='set' id='e'><enable xmlns='${NS}' endpoint='${endpoint}'>${inside}</enable></iq>`;

/** A push service here, that answers so. */
async function pushService(status = 201) {
  const posted: { url: string | undefined; headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    posted.push({ url: request.url, headers: request.headers, body: Buffer.concat(await request.toArray()) });
    response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return { posted, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push/abc` };
}

async function open(webPushPrivate: boolean) {
  const house = await openHouse([roster, presence, webPush], { webPushPrivate });
  const romeo = await house.login("romeo@example.com/orchard");
  const page = await house.login("juliet@example.com/page");
  await page.sends("<presence/>");
  page.received();
  const writes = () =>
    romeo.sends("<message to='juliet@example.com' type='chat'><body>the secret words</body></message>");
  return { house, romeo, page, writes };
}

test("a browser is told by its push service that a message waits while its page is closed", async () => {
  const { posted, endpoint } = await pushService();
  const { page, writes } = await open(true);
  const [, key = ""] =
    />([\w-]{87})<\/vapid>/.exec((await page.asks(`<iq type='get' id='k'><vapid xmlns='${NS}'/></iq>`)).join("")) ?? [];
  expect(Buffer.from(key, "base64url")).toHaveLength(65);
  expect((await page.asks(enable(endpoint)))[0]).toContain("type='result'");
  await writes();
  await page.leaves();
  await writes();
  await expect.poll(() => posted.length).toBe(1);
  expect(posted[0]).toMatchObject({
    url: "/push/abc",
    headers: {
      ttl: "86400",
      urgency: "normal",
      topic: expect.stringMatching(/^messages-\d+$/),
      "content-encoding": "aes128gcm",
    },
  });
  expect(posted[0]?.headers.authorization).toMatch(new RegExp(`^vapid t=[\\w.-]+, k=${key}$`));
  expect(posted[0]?.body.toString("latin1")).not.toContain("romeo");
});

test("an endpoint that is gone is forgotten, and so is one that is disabled", async () => {
  const { posted, endpoint } = await pushService(410);
  const { house, page, writes } = await open(true);
  await page.sends(enable(endpoint));
  await page.sends(enable("http://127.0.0.1:1/other"));
  await page.sends(`<iq type='set' id='d'><disable xmlns='${NS}' endpoint='http://127.0.0.1:1/other'/></iq>`);
  expect(await house.host.store.pushes.of("juliet")).toMatchObject([{ address: endpoint, kind: "web" }]);
  await page.leaves();
  await writes();
  await expect.poll(() => house.host.store.pushes.of("juliet")).toEqual([]);
  expect(posted).toHaveLength(1);
});

test.each([
  ["https://127.0.0.1/x", keys(), "<not-acceptable"],
  ["http://push.example.net/x", keys(), "<not-acceptable"],
  ["", keys(), "<not-acceptable"],
  ["https://push.example.net/x", "", "<bad-request"],
  [
    "https://push.example.net/x",
    `<p256dh>${"B".repeat(87)}</p256dh><auth>AAAAAAAAAAAAAAAAAAAAAA</auth>`,
    "<bad-request",
  ],
])("%s with keys %# is refused", async (endpoint, inside, condition) => {
  const { house, page } = await open(false);
  expect((await page.asks(enable(endpoint, inside))).join("")).toContain(condition);
  expect(await house.host.store.pushes.of("juliet")).toEqual([]);
});

test("a public endpoint is taken, for one's own account alone", async () => {
  const { house, romeo, page } = await open(false);
  await page.sends(enable("https://push.example.net/x"));
  expect(await house.host.store.pushes.of("juliet")).toHaveLength(1);
  const others = enable("https://push.example.net/y").replace("<iq", "<iq to='juliet@example.com'");
  expect((await romeo.asks(others)).join("")).toContain("<forbidden");
});
