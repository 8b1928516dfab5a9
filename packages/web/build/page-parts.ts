import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Puts what all pages have in common into each: `<!-- head -->` stands for the head's lines, `<!-- sprite: a b -->` for the drawings of these names.
 * A name without a drawing fails the build.
 */
export function pageParts(head: string, sprite: string): Plugin {
  return {
    name: "page-parts",
    transformIndexHtml: {
      order: "pre",
      handler: (page) => withParts(page, readFileSync(head, "utf8"), readFileSync(sprite, "utf8")),
    },
  };
}

export function withParts(page: string, head: string, sprite: string): string {
  const drawings = drawingsIn(sprite);
  const pick = (name: string): string => {
    const drawing = drawings.get(name);
    if (!drawing) throw new Error(`there is no drawing named ${name}`);
    return drawing;
  };
  return page
    .replace("<!-- head -->", () => head.trim())
    .replace(/<!-- sprite: ([^>]*?) -->/, (_, names: string) => {
      const drawn = names.split(/\s+/).map(pick).join("");
      return `<svg class="sprite" width="0" height="0" aria-hidden="true">${drawn}</svg>`;
    });
}

/** Each on a line of its own. */
function drawingsIn(sprite: string): ReadonlyMap<string, string> {
  const lines = sprite.matchAll(/^<(?:symbol|linearGradient) id="([^"]+)".*$/gm);
  return new Map([...lines].map(([line, name = ""]) => [name, line]));
}
