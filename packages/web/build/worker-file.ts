import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { build, type Plugin } from "vite";

/** Bytes, compressed, that a device keeps of the app. */
const KEPT = 300_000;
/** Kept on a device, with what is found by its name's ending. */
const KINDS = new Set([".js", ".css", ".svg", ".webmanifest"]);

/** Makes worker.js from its source: it knows the names of all files of this build. `without`: what is fetched when it is used. */
export function workerFile(source: string, without: RegExp): Plugin {
  let folder = "";
  return {
    name: "worker-file",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    async writeBundle() {
      const names = (await readdir(folder, { recursive: true })).map((name) => name.split("\\").join("/")).sort();
      const kept = names.filter((name) => KINDS.has(extname(name)) && name !== "worker.js" && !without.test(name));
      const hash = createHash("sha256");
      for (const name of ["index.html", ...kept]) hash.update(name).update(await readFile(join(folder, name)));
      const html = await readFile(join(folder, "index.html"), "utf8");
      const entry = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
      const app = { version: hash.digest("base64url").slice(0, 12), entry, files: kept.map((name) => `/${name}`) };
      await writeFile(join(folder, "worker.js"), await compile(source, JSON.stringify(app)));
    },
  };
}

/** Of the files that the worker keeps, how many bytes a device fetches. */
export function judgeKept(files: readonly { readonly name: string; readonly brotli: number }[], worker: string): void {
  const kept = files.filter(({ name }) => worker.includes(`/${name}`));
  const bytes = kept.reduce((sum, { brotli }) => sum + brotli, 0);
  console.log(`kept for a start without a network: ${bytes} of ${KEPT} bytes, ${kept.length} files`);
  if (bytes > KEPT) throw new Error("what is kept on a device is over its budget");
}

async function compile(source: string, app: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    define: { APP: app },
    build: { write: false, target: "es2023", rolldownOptions: { input: source, output: { format: "iife" } } },
  });
  const [output] = [built].flat();
  const chunk = output && "output" in output ? output.output[0] : undefined;
  if (chunk?.type !== "chunk") throw new Error("the worker could not be compiled");
  return chunk.code;
}
