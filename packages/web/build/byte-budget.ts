import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { judgeKept } from "./worker-file.ts";

export interface Budget {
  readonly page: string;
  /** Of all files that the page needs until somebody can write, brotli, cold. */
  readonly bytes: number;
  readonly requests: number;
}

/** Writes .br and .gz beside each file, prints what a page costs at first and fails the build above the budget. */
export function byteBudget(budget: Budget): Plugin {
  let folder = "";
  return {
    name: "byte-budget",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle(this: unknown, error?: unknown) {
      if (error) return;
      const files = await Promise.all((await list(folder)).map((name) => compress(folder, name)));
      if (budget.page === "index.html") judgeKept(files, await readFile(join(folder, "worker.js"), "utf8"));
      judge(files, await firstNeeded(folder, budget.page), budget);
    },
  };
}

/** Of the script on other people's sites, brotli. */
const WIDGET_BYTES = 2_500;

/** What the server answers without a file: some 300 bytes. */
const ANSWERED = ".well-known/host-meta.json";

interface Sized {
  readonly name: string;
  readonly raw: number;
  readonly brotli: number;
}

const COMPRESSIBLE = new Set([".html", ".js", ".css", ".svg", ".webmanifest", ".json", ".txt"]);

async function list(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => COMPRESSIBLE.has(extname(name))).sort();
}

async function compress(folder: string, name: string): Promise<Sized> {
  const content = await readFile(join(folder, name));
  const known = await madeFrom(join(folder, name));
  if (known !== undefined) return { name, raw: content.length, brotli: known };
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const brotli = brotliCompressSync(content, { params });
  await writeFile(join(folder, `${name}.br`), brotli);
  await writeFile(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
  return { name, raw: content.length, brotli: brotli.length };
}

/** The size of the compressed form that a build before this one made of the same file. */
async function madeFrom(path: string): Promise<number | undefined> {
  const [file, brotli] = await Promise.all([path, `${path}.br`].map((at) => stat(at).catch(() => undefined)));
  return file && brotli && brotli.mtimeMs >= file.mtimeMs ? brotli.size : undefined;
}

/** The page itself, what it names, and the icon that the browser asks for by itself. */
async function firstNeeded(folder: string, page: string): Promise<Set<string>> {
  const html = await readFile(join(folder, page), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\/([^"#]+)"/g)].map((match) => match[1] ?? "");
  return new Set([page, ...named]);
}

function judge(files: readonly Sized[], needed: ReadonlySet<string>, budget: Budget): void {
  const first = files.filter((file) => needed.has(file.name));
  const later = files.filter((file) => !needed.has(file.name));
  const bytes = first.reduce((sum, file) => sum + file.brotli, 0);
  const missing = [...needed].filter((name) => name !== ANSWERED && !files.some((file) => file.name === name));
  print(`${budget.page} at first`, first);
  print("the rest", later);
  console.log(
    `${budget.page} at first: ${bytes} of ${budget.bytes} bytes, ${needed.size} of ${budget.requests} requests`,
  );
  const widget = files.find(({ name }) => name === "widget.js")?.brotli ?? 0;
  if (widget > WIDGET_BYTES) throw new Error(`widget.js has ${widget} bytes, and may have ${WIDGET_BYTES}`);
  if (missing.length > 0) throw new Error(`the page names what is not there: ${missing.join(", ")}`);
  if (bytes > budget.bytes || needed.size > budget.requests) throw new Error(`${budget.page} is over its budget`);
}

function print(title: string, files: readonly Sized[]): void {
  console.log(`\n${title}${" ".repeat(Math.max(1, 44 - title.length))}raw   brotli`);
  for (const { name, raw, brotli } of files)
    console.log(`  ${name.padEnd(38)}${String(raw).padStart(7)} ${String(brotli).padStart(8)}`);
}
