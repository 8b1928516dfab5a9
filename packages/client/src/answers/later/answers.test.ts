import { capsHash } from "@yonder/protocol";
import { expect, test } from "vitest";
import { VERIFICATION } from "../first-presence.ts";
import { FEATURES, IDENTITY } from "./answers.ts";

test("the hash in presence is that of what the device says it can do", async () => {
  expect(await capsHash({ identities: [IDENTITY], features: FEATURES })).toBe(VERIFICATION);
});
