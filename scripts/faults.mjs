// npm run test:faults: lets go wrong in a cluster whatever can, and looks whether a message was lost (test/faults/run.ts).
import { installDebianPackages, testPrograms } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

await install();
await installDebianPackages(testPrograms);
const { code } = await run(nodePath(), [`${root}test/faults/run.ts`, ...process.argv.slice(2)]);
process.exitCode = code;
