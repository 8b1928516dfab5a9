import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completeConfig } from "../config/config.ts";
import { inspectCertificate } from "./certificate.ts";

const now = new Date("2026-06-01T12:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "yonder-certificate-"));
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  const pair = await makePair();
  const other = await makePair();
  writeFileSync(path("cert.pem"), pair.cert);
  writeFileSync(path("key.pem"), pair.private);
  writeFileSync(path("other-key.pem"), other.private);
  writeFileSync(path("text.pem"), "no certificate");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("certificate and key in files", () => {
  test("are right when they belong together, are for the domain and in their time", async () => {
    expect(await inspect("cert.pem", "key.pem")).toEqual([
      { kind: "right", text: "certificate: is for example.org" },
      { kind: "right", text: "certificate: valid until 2026-08-01" },
    ]);
  });

  test("of another domain are worth a warning", async () => {
    const [finding] = await inspect("cert.pem", "key.pem", { domain: "example.net" });
    expect(finding).toEqual({
      kind: "warning",
      text: `certificate: ${path("cert.pem")} is not for example.net but for DNS:example.org`,
    });
  });

  test.each([
    ["2026-05-01", "is not valid yet"],
    ["2026-07-25", "expires soon, on 2026-08-01"],
    ["2026-09-01", "expired on 2026-08-01"],
  ])("on %s: %s", async (day, text) => {
    const [, finding] = await inspect("cert.pem", "key.pem", { now: new Date(day) });
    expect(finding).toEqual({ kind: "warning", text: `certificate: ${path("cert.pem")} ${text}` });
  });

  test.each([
    [
      "cert.pem",
      "other-key.pem",
      () => `${path("other-key.pem")} is not the key of the certificate in ${path("cert.pem")}`,
    ],
    ["text.pem", "key.pem", () => `${path("text.pem")} holds no certificate (PEM)`],
    ["cert.pem", "text.pem", () => `${path("text.pem")} holds no private key (PEM, without passphrase)`],
    ["none.pem", "key.pem", () => `${path("none.pem")}: there is no such file`],
  ])("%s with %s are wrong", async (cert, key, text) => {
    expect(await inspect(cert, key)).toEqual([{ kind: "wrong", text: text() }]);
  });
});

test("localhost needs none", async () => {
  expect(await inspectCertificate(completeConfig(), now)).toEqual([
    { kind: "right", text: "certificate: made by itself for localhost" },
  ]);
});

test("a domain without one is worth a warning", async () => {
  expect(await inspectCertificate(completeConfig({ domain: "example.org" }), now)).toMatchObject([{ kind: "warning" }]);
});

function inspect(cert: string, key: string, given: { domain?: string; now?: Date } = {}) {
  const config = completeConfig({ domain: given.domain ?? "example.org", tlsCert: path(cert), tlsKey: path(key) });
  return inspectCertificate(config, given.now ?? now);
}

function makePair() {
  return generate([{ name: "commonName", value: "example.org" }], {
    keyType: "ec",
    notBeforeDate: new Date("2026-05-15"),
    notAfterDate: new Date("2026-08-01"),
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "example.org" }] }],
  });
}
