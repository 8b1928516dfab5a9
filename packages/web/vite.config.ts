import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { byteBudget } from "./build/byte-budget.ts";
import { largestModules } from "./build/largest-modules.ts";
import { pageParts } from "./build/page-parts.ts";
import { preload } from "./build/preload.ts";
import { trustedTemplates } from "./build/trusted-templates.ts";
import { workerFile } from "./build/worker-file.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What no device keeps before it is used: the many names of emoji; and what is for other sites. */
const FETCHED_WHEN_USED = /emoji-names-|widget\.js/;

interface Page {
  readonly page: string;
  readonly folder: string;
  readonly budget?: { readonly bytes: number; readonly requests: number };
}

const PAGE: Page = { page: "index.html", folder: "dist", budget: { bytes: 75_000, requests: 5 } };
const PAGES: Readonly<Record<string, Page>> = {
  guest: { page: "guest.html", folder: "dist", budget: { bytes: 45_000, requests: 5 } },
  demo: { page: "demo.html", folder: "dist-demo" },
};

/**
 * `vite build` makes the app in dist. `vite build --mode guest` adds the page behind a contact link to it, which shares no file with the app and
 * stays small. `vite build --mode demo` makes the screens without a server in dist-demo.
 */
export default defineConfig(({ mode }) => {
  const { page, folder, budget } = PAGES[mode] ?? PAGE;
  return {
    root: here("."),
    plugins: [
      pageParts(here("build/head.html"), here("build/sprite.svg")),
      solid({ hot: false }),
      preload(),
      trustedTemplates(),
      ...(mode in PAGES ? [] : [workerFile(here("src/worker/worker.ts"), FETCHED_WHEN_USED)]),
      ...(budget ? [largestModules(), byteBudget({ page, ...budget })] : []),
    ],
    // The screens need the engine's errors alone.
    resolve: {
      alias: mode === "demo" ? [{ find: /^@yonder\/client$/, replacement: here("../client/src/errors.ts") }] : [],
    },
    build: {
      target: "es2023",
      // light-dark() and nesting stay as they are: the tokens depend on them.
      cssTarget: ["chrome123", "firefox121", "safari17.5"],
      outDir: here(folder),
      emptyOutDir: mode !== "guest",
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        input: here(page),
        // Names that stand for texts are these texts: compressed, what is repeated costs nothing.
        optimization: { inlineConst: { mode: "all" } },
        // What is imported without waiting comes in one file; the rest, each by itself, when it is used.
        output: {
          codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: "app", tags: ["$initial"] }] },
        },
      },
    },
  };
});
