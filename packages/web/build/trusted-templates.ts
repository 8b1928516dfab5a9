import type { Plugin } from "vite";

/** Where Solid makes elements of the markup in our source. */
const MODULE = /\/solid-js\/web\/dist\/\w+\.js$/;
const SINK = "t.innerHTML = html;";

/**
 * Solid's templates under a policy of Trusted Types, `yonder`, that nothing else can reach: it stands in their own module, and the pages' headers let
 * it be made once. So the browser takes no other text for markup, wherever it comes from.
 */
export function trustedTemplates(): Plugin {
  return {
    name: "trusted-templates",
    apply: "build",
    enforce: "pre",
    transform: (code, id) => (MODULE.test(id) ? { code: withPolicy(code), map: null } : undefined),
  };
}

/** @throws when Solid makes its templates in another way. */
export function withPolicy(solid: string): string {
  if (solid.split(SINK).length !== 2) throw new Error("Solid does not make templates as it did");
  return `${POLICY}${solid.replace(SINK, "t.innerHTML = trusted.createHTML(html);")}`;
}

const POLICY = `const plain = { createHTML: (html) => html };
const trusted = globalThis.trustedTypes?.createPolicy("yonder", plain) ?? plain;
`;
