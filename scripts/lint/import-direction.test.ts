import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type Case = readonly [file: string, line: string];

const upward: readonly Case[] = [
  ["packages/protocol/src/jid/x.ts", 'import { connect } from "@yonder/client";'],
  ["packages/protocol/src/jid/x.ts", 'import { connect } from "node:net";'],
  ["packages/client/src/x.ts", 'import { connect } from "@yonder/server";'],
  ["packages/web/src/x.ts", 'import { connect } from "@yonder/server";'],
  ["packages/server/src/router/x.ts", 'import { connect } from "@yonder/client";'],
  ["packages/server/src/config/x.ts", 'import { connect } from "../store/store.ts";'],
  ["packages/server/src/store/sqlite/x.ts", 'import { connect } from "../../router/router.ts";'],
  ["packages/server/src/redis/x.ts", 'import { connect } from "../directory/redis.ts";'],
  ["packages/server/src/redis/x.ts", 'import { connect } from "../store/store.ts";'],
  ["packages/server/src/store/x.ts", 'import { connect } from "../redis/redis-link.ts";'],
  ["packages/server/src/directory/x.ts", 'import { connect } from "../router/router.ts";'],
  ["packages/server/src/relay/x.ts", 'import { connect } from "../features/ping.ts";'],
  ["packages/server/src/router/x.ts", 'import { connect } from "../stream/session.ts";'],
  ["packages/server/src/features/x.ts", 'import { connect } from "../transport/tcp.ts";'],
  ["packages/server/src/stream/x.ts", 'import { connect } from "../http/server.ts";'],
  ["packages/server/src/stream/x.ts", 'import * as connect from "../transport/tcp.ts";'],
  ["packages/server/src/stream/x.ts", 'export { connect } from "../transport/tcp.ts";'],
  ["packages/server/src/stream/x.ts", 'export * from "../transport/tcp.ts";'],
  ["packages/server/src/stream/x.ts", 'const { connect } = await import("../transport/tcp.ts");'],
  ["packages/server/src/control/x.ts", 'import { connect } from "../commands/trace.ts";'],
  ["packages/server/src/router/x.ts", 'import { connect } from "../telemetry/span-exporter.ts";'],
  ["packages/server/src/transport/x.ts", 'import { connect } from "../node.ts";'],
  ["packages/server/src/node.ts", 'import { connect } from "./commands/start.ts";'],
];

const downward: readonly Case[] = [
  ["packages/client/src/x.ts", 'import { connect } from "@yonder/protocol";'],
  ["packages/web/src/x.ts", 'import { connect } from "@yonder/client";'],
  ["packages/server/src/transport/x.ts", 'import { connect } from "../stream/stream.ts";'],
  ["packages/server/src/stream/x.ts", 'import { connect } from "../router/router.ts";'],
  ["packages/server/src/router/x.ts", 'import { connect } from "../store/store.ts";'],
  ["packages/server/src/router/x.ts", 'import type { connect } from "../stream/session.ts";'],
  ["packages/server/src/store/sqlite/x.ts", 'import { connect } from "../subscription.ts";'],
  ["packages/server/src/directory/x.ts", 'import { connect } from "../redis/redis-link.ts";'],
  ["packages/server/src/relay/x.ts", 'import { connect } from "../redis/redis-link.ts";'],
];

const root = fileURLToPath(new URL("../..", import.meta.url));
const checkout = mkdtempSync(join(tmpdir(), "yonder-lint-"));
let found: ReadonlySet<string>;

beforeAll(async () => {
  cpSync(`${root}biome.json`, join(checkout, "biome.json"));
  cpSync(`${root}scripts/lint`, join(checkout, "scripts/lint"), { recursive: true });
  for (const it of [...upward, ...downward]) write(it);
  found = await filesWithErrors();
});
afterAll(() => rmSync(checkout, { recursive: true }));

describe("an import that points upward fails the lint", () => {
  test.each(upward)("%s: %s", (...it) => {
    expect(found).toContain(pathOf(it));
  });
});

describe("an import that points downward, or of a type, passes", () => {
  test.each(downward)("%s: %s", (...it) => {
    expect(found).not.toContain(pathOf(it));
  });
});

/** Several cases are about one folder: each gets a file of its own. */
function pathOf([file, line]: Case): string {
  const index = [...upward, ...downward].findIndex(([otherFile, other]) => otherFile === file && other === line);
  return file.replace("x.ts", `x-${index}.ts`);
}

function write(it: Case): void {
  const path = join(checkout, pathOf(it));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${it[1]}\n`);
}

function filesWithErrors(): Promise<ReadonlySet<string>> {
  const args = [
    "lint",
    "--vcs-enabled=false",
    "--diagnostic-level=error",
    "--max-diagnostics=none",
    "--reporter=github",
    "packages",
  ];
  return new Promise((resolve) => {
    execFile(`${root}node_modules/.bin/biome`, args, { cwd: checkout }, (_error, out) => {
      const errors = [...out.matchAll(/title=(?:plugin|lint\/style\/noRestrictedImports),file=([^,]+)/g)];
      resolve(new Set(errors.map(([, file = ""]) => file.replace(`${checkout}/`, ""))));
    });
  });
}
