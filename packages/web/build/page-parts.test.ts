import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { withParts } from "./page-parts.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const SPRITE = '<svg>\n<symbol id="a"><path d="M0"/></symbol>\n<symbol id="b"/>\n</svg>';

it("gives a page its head, and the drawings that it names", () => {
  const page = "<head>\n<!-- head --></head><body><!-- sprite: b a --></body>";
  expect(withParts(page, "<title>Yonder</title>\n", SPRITE)).toBe(
    '<head>\n<title>Yonder</title></head><body><svg class="sprite" width="0" height="0" aria-hidden="true"><symbol id="b"/><symbol id="a"><path d="M0"/></symbol></svg></body>',
  );
});

it("does not build a page without one of its drawings", () => {
  expect(() => withParts("<!-- sprite: a c -->", "", SPRITE)).toThrow("named c");
});

it.each(["index", "guest", "demo"])("draws whatever %s.html names", (name) => {
  const page = withParts(read(`../${name}.html`), read("./head.html"), read("./sprite.svg"));
  expect(page).toContain('<symbol id="brand"');
  expect(page).not.toContain("<!--");
});
