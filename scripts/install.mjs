import { existsSync, readFileSync } from "node:fs";
import { must, root } from "./run.mjs";

/** Installs the packages of a folder as its lock file says, unless they are there. */
export async function install(folder = root) {
  if (isInstalled(folder)) return;
  console.log(`Installing packages${folder === root ? "" : ` in ${folder.slice(root.length)}`} …`);
  await must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
  if (folder === root) await import("./link-node.mjs");
}

function isInstalled(folder) {
  const installed = packagesIn(`${folder}node_modules/.package-lock.json`);
  const wanted = Object.entries(packagesIn(`${folder}package-lock.json`));
  const isComplete = wanted.every(([path, { version, optional, link }]) => {
    return optional || link || !path.startsWith("node_modules/") || installed[path]?.version === version;
  });
  return isComplete && (folder !== root || existsSync(`${root}node_modules/.bin/node`));
}

function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}
