import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { byteBudget } from "./build/byte-budget.ts";
import { isNeededFirst } from "./build/needed-first.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `vite build` makes the app in dist; `vite build --mode demo` makes the screens without a server in dist-demo. */
export default defineConfig(({ mode }) => ({
  root: here("."),
  plugins: [solid({ hot: false }), ...(mode === "demo" ? [] : [byteBudget({ bytes: 75_000, requests: 5 })])],
  // The screens need the engine's errors alone.
  resolve: { alias: mode === "demo" ? { "@yonder/client": here("../client/src/errors.ts") } : {} },
  build: {
    target: "es2023",
    // light-dark() and nesting stay as they are: the tokens depend on them.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    outDir: here(mode === "demo" ? "dist-demo" : "dist"),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: here(mode === "demo" ? "demo.html" : "index.html"),
      output: { codeSplitting: { groups: [{ name: "app", test: isNeededFirst }] } },
    },
  },
}));
