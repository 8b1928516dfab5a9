// npm run bench: measures Yonder beside Debian's Prosody and ejabberd. `npm run bench -- --quick` only looks whether everything runs.
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

await install();
const { code } = await run(nodePath(), [`${root}bench/run.ts`, ...process.argv.slice(2)]);
process.exitCode = code;
