import { expect, test } from "vitest";
import { features } from "./index.ts";
import { specificationsPage } from "./specifications.ts";

test("docs/xeps.md says what the features say", async () => {
  await expect(specificationsPage(features)).toMatchFileSnapshot("../../../../docs/xeps.md");
});

test("a specification without a title is noticed", () => {
  const feature = { name: "new", specification: "XEP-9999", start: () => ({}) } as const;
  expect(() => specificationsPage([feature])).toThrow("XEP-9999");
});
