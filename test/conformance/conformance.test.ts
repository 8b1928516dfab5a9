import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { PASSWORD } from "./client.ts";
import { accountsOf, play, type Stage } from "./play.ts";
import { parseScript } from "./script.ts";

const scripts = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".scs"))
  .toSorted()
  .map((file, index) => ({ file, index, script: parseScript(readFileSync(join(import.meta.dirname, file), "utf8")) }));

const TRANSPORTS = ["tcp", "websocket"] as const;
let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder({ env: { YONDER_PASSWORD_ITERATIONS: "4096", YONDER_LOG_LEVEL: "info" } });
  const names = TRANSPORTS.flatMap((transport) =>
    scripts.flatMap(({ script, index }) => accountsOf(script, runOf(transport, index))),
  );
  await yonder.users(names.map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => yonder?.stop());

describe.each(TRANSPORTS)("over %s", (transport) => {
  const stage: Stage = () => ({ transport, port: transport === "tcp" ? yonder.ports.c2s : yonder.ports.http });
  for (const { file, index, script } of scripts) {
    test(`${file}: ${script.title}`, () => play(script, runOf(transport, index), stage));
  }
});

function runOf(transport: string, index: number): string {
  return `${transport.charAt(0)}${index}`;
}
