// npm run test:clients: drives other people's clients, heavy ones too, and writes what they can do to docs/clients.md. Arguments narrow it down to files.
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { heavyClients, installDebianPackages, testPrograms } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

await install();
await install(`${root}test/clients/`);
const missing = await installDebianPackages({ ...testPrograms, ...heavyClients });
if (missing.length > 0) console.log(`Not installed, their tests are skipped: ${missing.join(", ")}`);

const results = `${mkdtempSync(`${tmpdir()}/yonder-clients-`)}/results.json`;
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
const projects = ["--project", "clients", "--project", "heavy-clients"];
const env = { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}` };
const vitest = [`${root}node_modules/vitest/vitest.mjs`, "run", ...projects, ...reporters, ...process.argv.slice(2)];
const { code } = await run(nodePath(), vitest, { env });
if (existsSync(results)) await run(nodePath(), [`${root}test/clients/matrix.ts`, results]);
process.exitCode = code;
