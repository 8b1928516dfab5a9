// npm run bench:web: measures the web app beside Converse.js, in Debian's Chromium. `npm run bench:web -- --runs 1` for a first look.
import { installDebianPackages } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";
import { buildWebApp } from "./web-app.mjs";

await install();
await install(`${root}test/clients/`);
const missing = await installDebianPackages({ "/usr/bin/chromium": "chromium" });
if (missing.length > 0) throw new Error("chromium is needed");
await buildWebApp();
const { code } = await run(nodePath(), [`${root}bench/web.ts`, ...process.argv.slice(2)]);
process.exitCode = code;
