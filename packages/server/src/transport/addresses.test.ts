import { describe, expect, test } from "vitest";
import { AddressRanges, originOf, plainAddress } from "./addresses.ts";
import { isOwnOrigin } from "./web-origin.ts";

describe("who a request comes from", () => {
  const trusted = new AddressRanges(["10.0.0.0/8", "::1"]);

  test.each([
    [
      "a peer that is no proxy of ours",
      "192.0.2.1",
      "203.0.113.9",
      "https",
      { remoteAddress: "192.0.2.1", isSecure: false },
    ],
    ["a client behind our proxy", "10.0.0.1", "203.0.113.9", "https", { remoteAddress: "203.0.113.9", isSecure: true }],
    [
      "a client behind two proxies of ours",
      "10.0.0.1",
      "203.0.113.9, 10.0.0.2",
      "https",
      { remoteAddress: "203.0.113.9", isSecure: true },
    ],
    [
      "a client that claims to be another",
      "10.0.0.1",
      "127.0.0.1, 203.0.113.9",
      "https",
      { remoteAddress: "203.0.113.9", isLoopback: false },
    ],
    ["our proxy, which says nothing", "10.0.0.1", undefined, undefined, { remoteAddress: "10.0.0.1", isSecure: true }],
    ["our proxy, which passes on nonsense", "10.0.0.1", "unknown, x", "https", { remoteAddress: "10.0.0.1" }],
    ["a client that reached our proxy without TLS", "10.0.0.1", "203.0.113.9", "http", { isSecure: false }],
    ["a client over IPv6", "::1", "2001:db8::9", "https", { remoteAddress: "2001:db8::9" }],
    [
      "a client whose IPv4 address is written as IPv6",
      "10.0.0.1",
      "::ffff:203.0.113.9",
      "https",
      { remoteAddress: "203.0.113.9" },
    ],
  ])("%s", (_, peer, forwardedFor, forwardedProto, origin) => {
    expect(originOf(peer, { forwardedFor, forwardedProto }, trusted)).toMatchObject(origin);
  });

  test("IPv4 is the same on a socket of both families", () => {
    expect(plainAddress("::ffff:192.0.2.1")).toBe("192.0.2.1");
    expect(plainAddress("2001:db8::1")).toBe("2001:db8::1");
  });
});

describe("a page may connect", () => {
  const place = {
    domain: "chat.example",
    urls: ["https://www.chat.example/app", "https://node-2.chat.example"],
    others: ["https://friend.example"],
  };

  test.each([
    ["from the public address", "https://www.chat.example", "internal:5280", true],
    ["from the address of a node", "https://node-2.chat.example", "internal:5280", true],
    ["from an address of the configuration", "https://friend.example", "internal:5280", true],
    ["from the domain that it came by", "https://chat.example", "chat.example", true],
    ["from the IP address that it came by", "http://192.0.2.1:5280", "192.0.2.1:5280", true],
    ["from this machine", "http://localhost:5280", "localhost:5280", true],
    ["not from another port", "http://localhost:3000", "localhost:5280", false],
    ["not from a name that was made to lead here", "http://evil.example:5280", "evil.example:5280", false],
    ["not from elsewhere", "https://evil.example", "chat.example", false],
    ["not from nowhere", "null", "chat.example", false],
  ])("%s", (_, origin, host, isOwn) => {
    expect(isOwnOrigin(origin, host, place)).toBe(isOwn);
  });
});
