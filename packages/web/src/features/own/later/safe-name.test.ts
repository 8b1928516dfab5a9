import { expect, it } from "vitest";
import { createNames } from "./safe-name.ts";

it("leaves what every system takes", () => {
  const name = createNames();
  expect(name("bob@hillside.example")).toBe("bob@hillside.example");
  expect(name("فاطمة@陈思远.example")).toBe("فاطمة@陈思远.example");
});

it("leads out of no folder, and names no device", () => {
  const name = createNames();
  expect(name("../../etc/passwd@x")).toBe("_.._etc_passwd@x");
  expect(name('a"b<c>|?*:\\d@x\n')).toBe("a_b_c______d@x_");
  expect(name("nul.example")).toBe("_nul.example");
  expect(name("...")).toBe("_");
});

it("gives each name once", () => {
  const name = createNames();
  expect([name("a/b@x"), name("a:b@x"), name("A:B@x")]).toEqual(["a_b@x", "a_b@x 2", "A_B@x 3"]);
});
