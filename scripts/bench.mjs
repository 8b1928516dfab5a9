// npm run bench: measures Yonder beside Debian's Prosody and ejabberd. `npm run bench -- --quick` only looks whether everything runs.
// `npm run bench -- cluster`: what a message costs from node to node; `npm run bench -- directory`: what the status directory costs; `archive-size`: a message in PostgreSQL; `first-pages`: how soon big rosters, archives and rooms answer.
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

await install();
const [first = "", ...rest] = process.argv.slice(2);
const [program, options] = ["archive-size", "cluster", "directory", "first-pages"].includes(first)
  ? [first, rest]
  : ["run", process.argv.slice(2)];
const { code } = await run(nodePath(), [`${root}bench/${program}.ts`, ...options]);
process.exitCode = code;
