import type { Plugin } from "vite";

/** The module that Vite puts before each `import()`. */
const HELPER = "\0vite/preload-helper.js";

/** Vite's own takes three times the bytes: for browsers, pages and policies that are not ours. */
export function preload(): Plugin {
  return {
    name: "preload",
    apply: "build",
    enforce: "pre",
    load: (id) => (id === HELPER ? SOURCE : undefined),
  };
}

/** Asks for styles and scripts that a script needs together with it; it runs once its styles are there. */
const SOURCE = `
const asked = {};
const ask = (file) => asked[file] ??= new Promise((resolve, reject) => {
  const link = document.createElement("link");
  const isStyle = file.endsWith("css");
  link.rel = isStyle ? "stylesheet" : "modulepreload";
  link.href = "/" + file;
  link.crossOrigin = "";
  link.onload = resolve;
  link.onerror = () => {
    asked[file] = link.remove();
    reject(Error(file));
  };
  document.head.append(link);
  if (!isStyle) resolve();
});
export const __vitePreload = (load, files = []) => Promise.all(files.map(ask)).then(load);
`;
