import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { ContactPages } from "./contact-pages.ts";

const ALICE = { address: "alice@example.org", name: "Alice", isHere: true, place: "Hillside" };
const PICTURE = { type: "image/png", bytes: new Uint8Array([1, 2, 3]), version: "v" };

function pages(isLimited = true): ContactPages {
  const door = {
    contact: async (name: string) => (name === "alice" ? ALICE : undefined),
    picture: async (name: string) => (name === "alice" ? PICTURE : undefined),
  };
  const guests = new Map([["guest.example.org", door]]);
  return new ContactPages({ guests, trustedProxies: ["127.0.0.1"], isLimited, now: () => 0 });
}

function from(address: string): IncomingMessage {
  const request = { socket: { remoteAddress: "127.0.0.1" }, headers: { "x-forwarded-for": address } };
  return request as unknown as IncomingMessage;
}

test("a contact link's page learns where to come in, and whom it reaches", async () => {
  const { status, body } = await pages().answer("/contact/alice", from("192.0.2.1"));
  expect([status, JSON.parse(String(body))]).toEqual([200, { domain: "guest.example.org", ...ALICE }]);
});

test("their picture is kept by the browser, and is nothing but a picture", async () => {
  const answer = await pages().answer("/contact/alice/picture", from("192.0.2.1"));
  expect(answer).toMatchObject({ status: 200, type: "image/png", body: PICTURE.bytes });
  expect(answer.headers).toMatchObject({
    "cache-control": "public, max-age=86400",
    "content-security-policy": "default-src 'none'",
  });
});

test.each(["/contact/bob", "/contact/bob/picture", "/contact//picture", "/contact/", `/contact/${"x".repeat(2_000)}`])(
  "nobody is at %s",
  async (path) => {
    expect(await pages().answer(path, from("192.0.2.1"))).toMatchObject({ status: 404, body: "{}" });
  },
);

test("one address asks only so often, and others go on", async () => {
  const it = pages();
  for (let i = 0; i < 600; i++) await it.answer("/contact/bob", from("192.0.2.1"));
  expect(await it.answer("/contact/alice", from("192.0.2.1"))).toMatchObject({ status: 429, body: "{}" });
  expect(await it.answer("/contact/alice", from("192.0.2.2"))).toMatchObject({ status: 200 });
});
