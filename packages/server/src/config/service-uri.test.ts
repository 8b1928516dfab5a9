import { expect, test } from "vitest";
import { parseServiceUri } from "./service-uri.ts";

test.each([
  ["stun:stun.example.org", { type: "stun", host: "stun.example.org", port: 3478, transport: "udp" }],
  ["turn:192.0.2.1:9999?transport=tcp", { type: "turn", host: "192.0.2.1", port: 9999, transport: "tcp" }],
  ["turns:[2001:db8::1]", { type: "turns", host: "2001:db8::1", port: 5349, transport: "tcp" }],
  ["TURN:turn.example.org:1?transport=UDP", { type: "turn", host: "turn.example.org", port: 1, transport: "udp" }],
])("%s is a service", (text, service) => {
  expect(parseServiceUri(text)).toEqual(service);
});

test.each([
  "",
  "turn:",
  "turn://x",
  "http:x",
  "turn:x:0",
  "turn:x:65536",
  "turn:x?transport=sctp",
  "turn:x/y",
  "turn:a b",
])("%j is none", (text) => {
  expect(parseServiceUri(text)).toBeUndefined();
});
