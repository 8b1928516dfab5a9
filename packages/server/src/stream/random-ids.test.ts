import { expect, test } from "vitest";
import { RandomIds } from "./random-ids.ts";

test("ids are 22 characters of base64url, and none comes twice", () => {
  const ids = new RandomIds();
  const drawn = Array.from({ length: 1_000 }, () => ids.next());
  expect(new Set(drawn).size).toBe(1_000);
  for (const id of drawn) expect(id).toMatch(/^[\w-]{22}$/);
});
