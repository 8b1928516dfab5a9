// npm test: installs what the tests need, builds the web app, runs every check. The last line is the sum.
import { existsSync } from "node:fs";
import { check, report } from "./check.mjs";
import { installDebianPackages, testPrograms } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { root } from "./run.mjs";
import { buildWebApp } from "./web-app.mjs";

try {
  await install();
  if (existsSync(`${root}test/clients/package-lock.json`)) await install(`${root}test/clients/`);
  const missing = await installDebianPackages(testPrograms);
  if (missing.length > 0) console.log(`Not installed, their tests are skipped: ${missing.join(", ")}`);
  await buildWebApp();
  report(await check());
} catch (error) {
  console.error(error.message);
  report({ passed: 0, failed: 1 });
}
