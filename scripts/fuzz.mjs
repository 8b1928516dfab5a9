// npm run fuzz: feeds all that takes what strangers send with what nobody should send (test/fuzz/run.ts).
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

await install();
const { code } = await run(nodePath(), [`${root}test/fuzz/run.ts`, ...process.argv.slice(2)]);
process.exitCode = code;
