import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = ["*.md", "docs/**/*.md", "packages/*/*.md", "test/*/*.md", "bench/*.md"].flatMap((it) =>
  globSync(it, { cwd: root }),
);

describe("every link to a file leads somewhere", () => {
  test.each(pages)("%s", (page) => {
    const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
      ([, link = ""]) => link,
    );
    const files = links.filter((link) => !/^[a-z]+:/.test(link));
    expect(files.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });
});
