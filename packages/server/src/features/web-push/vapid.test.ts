import { createPublicKey, verify, type webcrypto } from "node:crypto";
import { expect, test } from "vitest";
import { Vapid } from "./vapid.ts";

const HOUR = 3_600_000;

function open() {
  const clock = { time: Date.UTC(2026, 10, 22) };
  return { clock, vapid: new Vapid(Vapid.newKey(), "mailto:postmaster@example.com", () => clock.time) };
}

function partsOf(authorization: string) {
  const [, token = "", key = ""] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = "", claims = "", signature = ""] = token.split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  return { header: read(header), claims: read(claims), signature, signed: `${header}.${claims}`, key };
}

test("a token says to whom it is given, by whom and until when, and is signed with the key that goes with it", () => {
  const { clock, vapid } = open();
  const { header, claims, signature, signed, key } = partsOf(vapid.authorization("https://push.example.net"));
  expect(header).toEqual({ typ: "JWT", alg: "ES256" });
  const exp = (clock.time + 12 * HOUR) / 1_000;
  expect(claims).toEqual({ aud: "https://push.example.net", exp, sub: "mailto:postmaster@example.com" });
  expect(key).toBe(vapid.publicKey);
  const point = Buffer.from(key, "base64url");
  expect([point.length, point[0]]).toEqual([65, 4]);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const jwk: webcrypto.JsonWebKey = { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const bytes = Buffer.from(signature, "base64url");
  expect(verify("sha256", Buffer.from(signed), { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes)).toBe(true);
});

test("a token serves until it is about to expire, at one push service", () => {
  const { clock, vapid } = open();
  const first = vapid.authorization("https://push.example.net");
  clock.time += 10 * HOUR;
  expect(vapid.authorization("https://push.example.net")).toBe(first);
  expect(vapid.authorization("https://other.example.net")).not.toBe(first);
  clock.time += HOUR;
  expect(partsOf(vapid.authorization("https://push.example.net")).claims.exp).toBe((clock.time + 12 * HOUR) / 1_000);
});
