import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/children.ts";
import { environment, tryYonder } from "../support/yonder.ts";
import { expectRefusal } from "./refusal.ts";

const wrong: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
  ["a port that is no number", { YONDER_HTTP_PORT: "eighty" }, /YONDER_HTTP_PORT.*eighty/],
  ["a port out of range", { YONDER_C2S_PORT: "70000" }, /YONDER_C2S_PORT.*70000/],
  ["a domain with a space", { YONDER_DOMAIN: "two words" }, /YONDER_DOMAIN.*two words/],
  ["a misspelt key", { YONDER_DOMIAN: "example.org" }, /YONDER_DOMIAN/],
  ["a word for registration that is unknown", { YONDER_REGISTRATION: "maybe" }, /YONDER_REGISTRATION.*maybe/],
  [
    "a certificate that is not there",
    { YONDER_TLS_CERT: "/nowhere/cert.pem", YONDER_TLS_KEY: "/nowhere/key.pem" },
    /\/nowhere\/cert\.pem/,
  ],
];

test.each(wrong)("the start is refused for %s, in one line, and makes no data", async (_what, env, reason) => {
  const dataDir = join(temporaryFolder("data"), "data");
  expectRefusal(await tryYonder(["start"], environment(dataDir, env)), reason);
  expect(existsSync(dataDir)).toBe(false);
});

test("the start is refused for an unknown key in the configuration file, with its name", async () => {
  const folder = temporaryFolder("configuration");
  const file = join(folder, "yonder.toml");
  writeFileSync(file, 'domian = "example.org"\n');
  expectRefusal(await tryYonder(["start", "--config", file], environment(join(folder, "data"))), /domian/);
});

test("the start is refused for a configuration file that is no TOML, with the line", async () => {
  const folder = temporaryFolder("configuration");
  const file = join(folder, "yonder.toml");
  writeFileSync(file, 'domain = "localhost"\nhttp_port = = 1\n');
  expectRefusal(await tryYonder(["start", "--config", file], environment(join(folder, "data"))), /yonder\.toml.*2/);
});
