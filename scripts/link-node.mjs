// Makes sure that node_modules/.bin/node is the pinned Node.
// COMPAT: npm 10 removes this link again when it drops the packages of the other platforms, which offer the same name.
import { existsSync, mkdirSync, symlinkSync } from "node:fs";

const modules = new URL("../node_modules/", import.meta.url);
const packages = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
const installed = packages.find((name) => existsSync(new URL(`${name}/bin/node`, modules)));
const link = new URL(".bin/node", modules);

if (installed && !existsSync(link)) {
  mkdirSync(new URL(".bin/", modules), { recursive: true });
  symlinkSync(`../${installed}/bin/node`, link);
}
