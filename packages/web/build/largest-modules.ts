import { brotliCompressSync, constants } from "node:zlib";
import { minifySync, type Plugin, type Rolldown } from "vite";

/** Parts of the program, by what the paths of their files have in them: the first that fits. */
const PARTS: readonly (readonly [name: string, path: RegExp])[] = [
  ["Solid", /solid-js/],
  ["protocol", /packages\/protocol/],
  ["engine", /packages\/client/],
  ["texts", /web\/src\/i18n/],
  ["screens", /web\/src/],
  ["other", /(?:)/],
];

const SHOWN = 12;

/** Prints of what the first script consists, in bytes of its compressed form: what is written twice in it counts once, so that is an estimate. */
export function largestModules(): Plugin {
  return {
    name: "largest-modules",
    apply: "build",
    generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry);
      if (entry?.type !== "chunk") return;
      for (const name of [entry.fileName, ...entry.imports]) {
        const chunk = bundle[name];
        if (chunk?.type === "chunk" && chunk.moduleIds.length > 0) report(chunk);
      }
    },
  };
}

interface Weighed {
  readonly id: string;
  readonly bytes: number;
}

function report(chunk: Rolldown.OutputChunk): void {
  const alone = Object.entries(chunk.modules).map(([id, { code }]) => ({ id, bytes: weigh(minified(id, code ?? "")) }));
  const share = weigh(chunk.code) / sumOf(alone);
  const modules = alone.map(({ id, bytes }) => ({ id, bytes: Math.round(bytes * share) }));
  const parts = PARTS.map(([name]) => [name, sumOf(modules.filter(({ id }) => partOf(id) === name))] as const);
  console.log(`\nIn ${chunk.fileName}, about: ${line(parts)}`);
  const largest = modules.toSorted((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
  console.log(`Its largest modules: ${line(largest.map(({ id, bytes }) => [shortName(id), bytes]))}`);
}

function minified(id: string, code: string): string {
  return minifySync(`${id}.js`, code, { module: true, compress: false, mangle: { toplevel: true } }).code;
}

function weigh(code: string): number {
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
}

function sumOf(modules: readonly Weighed[]): number {
  return modules.reduce((sum, { bytes }) => sum + bytes, 0);
}

function partOf(id: string): string {
  return PARTS.find(([, path]) => path.test(id))?.[0] ?? "";
}

function shortName(id: string): string {
  return id.replace(/^.*\/(?:packages|node_modules)\//, "").replace(/^(\w+)\/src\/(.*)\.tsx?$/, "$1/$2");
}

function line(entries: readonly (readonly [name: string, bytes: number])[]): string {
  return entries.map(([name, bytes]) => `${name} ${bytes}`).join(", ");
}
