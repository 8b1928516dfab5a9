import { Resolver } from "node:dns/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, isIPv4, isIPv6 } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { endpointOf, post } from "./endpoint.ts";

test.each([
  "https://fcm.googleapis.com/fcm/send/abc:def",
  "https://updates.push.services.mozilla.com/wpush/v2/abc",
  "https://8.8.8.8/push",
  "https://[2606:4700::1111]/push",
])("%s is an endpoint", (url) => {
  expect(endpointOf(url, false)?.href).toBe(url);
});

test.each([
  "http://push.example.net/x",
  "https://push.example.net:8443/x",
  "https://user:pass@push.example.net/x",
  "https://push.example.net/#x",
  "https://127.0.0.1/x",
  "https://0x7f000001/x",
  "https://[::1]/x",
  "https://[::ffff:10.0.0.1]/x",
  "https://169.254.169.254/latest/meta-data",
  "ftp://push.example.net/x",
  "push",
  "",
  `https://push.example.net/${"x".repeat(2_048)}`,
])("%s is none", (url) => {
  expect(endpointOf(url, false)).toBeUndefined();
});

test.each([
  ["localhost", []],
  ["push.example.net", ["127.0.0.1", "::1"]],
])("%s stands for this machine, by DNS: nothing is posted there", async (name, addresses) => {
  const [v4, v6] = [vi.spyOn(Resolver.prototype, "resolve4"), vi.spyOn(Resolver.prototype, "resolve6")];
  onTestFinished(() => void vi.restoreAllMocks());
  v4.mockImplementation(async () => addresses.filter((address) => isIPv4(address)));
  v6.mockImplementation(async () => addresses.filter((address) => isIPv6(address)));
  const posted = post(new URL(`https://${name}/x`), {}, Buffer.from("x"), false);
  await expect(posted).rejects.toThrow("no public address");
  expect([v4.mock.lastCall, v6.mock.lastCall]).toEqual([[name], [name]]);
});

test("the answer's status is told, and no redirect followed", async () => {
  const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ headers: request.headers, body: (await request.toArray()).join("") });
    response.writeHead(307, { Location: "/elsewhere", "Retry-After": "7" }).end("much to read");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await post(new URL(`http://127.0.0.1:${port}/x`), { TTL: "60" }, Buffer.from("hello"), true);
  expect(answer).toEqual({ status: 307, retryAfter: 7 });
  expect(seen).toMatchObject([{ headers: { ttl: "60" }, body: "hello" }]);
});
