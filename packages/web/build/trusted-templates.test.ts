import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withPolicy } from "./trusted-templates.ts";

const folder = join(createRequire(import.meta.url).resolve("solid-js/package.json"), "../web/dist");
const solid = readFileSync(join(folder, "web.js"), "utf8");

it("makes Solid's templates by its policy, and nothing else", () => {
  const trusted = withPolicy(solid);
  expect(trusted.match(/trusted\.createHTML/g)).toHaveLength(1);
  expect(trusted.match(/export \{[^}]*\btrusted\b/)).toBe(null);
});

it("fails the build when Solid makes them otherwise", () => {
  expect(() => withPolicy(solid.replace("t.innerHTML", "t.markup"))).toThrow("templates");
});
