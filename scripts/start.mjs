// npm start: installs and builds what is missing or old, then runs a node.
import { install } from "./install.mjs";
import { compiledBefore, nodePath, root, run } from "./run.mjs";
import { buildWebApp } from "./web-app.mjs";

try {
  await install();
  await buildWebApp();
  const { code } = await run(nodePath(), [`${root}packages/server/src/main.ts`, "start", ...process.argv.slice(2)], {
    cwd: process.cwd(),
    env: compiledBefore(),
  });
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
