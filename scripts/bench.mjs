// npm run bench: measures Yonder beside Debian's Prosody and ejabberd. `npm run bench -- --quick` only looks whether everything runs.
// `npm run bench -- cluster`: what a message costs from node to node; `directory`: what the status directory costs; `archive-size`: a message in PostgreSQL;
// `processes`: what a second process of a node brings, and costs; `first-pages`: how soon big rosters, archives and rooms answer; `report`: writes docs/performance.md from what was recorded;
// `all`: everything there is, the web app beside Converse.js included, which takes some hours.
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

const programs = ["cluster", "directory", "archive-size", "first-pages"];
/** Not among `all`: it wants more cores than the others. */
const further = ["processes"];

await install();
const [first = "", ...rest] = process.argv.slice(2);
if (first === "all") {
  const codes = [];
  for (const program of ["run", ...programs]) codes.push(await measure(program, rest));
  codes.push((await run(nodePath(), [`${root}scripts/bench-web.mjs`])).code);
  process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
} else if ([...programs, ...further, "report"].includes(first)) process.exitCode = await measure(first, rest);
else process.exitCode = await measure("run", process.argv.slice(2));

async function measure(program, options) {
  const { code } = await run(nodePath(), [`${root}bench/${program}.ts`, ...options]);
  return code;
}
