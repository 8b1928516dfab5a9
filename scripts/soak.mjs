// npm run soak: lets people come and go at a node, and looks whether it stays as it is (test/soak/run.ts).
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

await install();
const { code } = await run(nodePath(), [`${root}test/soak/run.ts`, ...process.argv.slice(2)]);
process.exitCode = code;
