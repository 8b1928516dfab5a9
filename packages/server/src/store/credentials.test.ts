import { deriveScramKeys } from "@yonder/protocol";
import { expect, test } from "vitest";
import { deriveCredentials } from "./credentials.ts";

test("are the keys that SCRAM derives from the password, for both hashes", async () => {
  const { sha1, sha256 } = await deriveCredentials("pencil", 4096);
  expect(sha1).toEqual(await deriveScramKeys("pencil", "SHA-1", sha1.salt, 4096));
  expect(sha256).toEqual(await deriveScramKeys("pencil", "SHA-256", sha256.salt, 4096));
});

test("prepares the password as clients do", async () => {
  const { sha256 } = await deriveCredentials("I\u00adX", 4096);
  expect(sha256).toEqual(await deriveScramKeys("IX", "SHA-256", sha256.salt, 4096));
});

test("have a salt of their own each time", async () => {
  const [one, two] = [await deriveCredentials("pencil", 4096), await deriveCredentials("pencil", 4096)];
  expect(one.sha256.salt).not.toEqual(two.sha256.salt);
  expect(one.sha1.salt).not.toEqual(one.sha256.salt);
});

test("an empty password is none", async () => {
  await expect(deriveCredentials("", 4096)).rejects.toThrow();
});
