import { existsSync, readdirSync, statSync } from "node:fs";
import { must, nodePath, root } from "./run.mjs";

const sources = ["package-lock.json", ...["protocol/src", "client/src", "web"].map((folder) => `packages/${folder}`)];
/** Made last: behind a contact link. */
const lastPage = `${root}packages/web/dist/guest.html`;

/** Builds the web app, unless what is there is newer than its sources. */
export async function buildWebApp() {
  const built = existsSync(lastPage) ? statSync(lastPage).mtimeMs : 0;
  if (sources.every((path) => newestIn(`${root}${path}`) < built)) return;
  console.log("Building the web app …");
  for (const mode of [[], ["--mode", "guest"]])
    await must(nodePath(), [`${root}node_modules/vite/bin/vite.js`, "build", ...mode], { cwd: `${root}packages/web` });
}

function newestIn(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const names = readdirSync(path).filter(
    (name) => !/^(dist.*|node_modules|\..*)$/.test(name) && !/\.test\.tsx?$/.test(name),
  );
  return Math.max(0, ...names.map((name) => newestIn(`${path}/${name}`)));
}
