import { connect } from "node:net";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { endChild, startChild } from "../support/children.ts";
import { until } from "../support/condition.ts";
import { missingPrograms, named } from "../support/programs.ts";

const missing = missingPrograms("/usr/bin/setpriv");

test.skipIf(missing)(
  named("a node ends with the tests that started it, even when they are killed", missing),
  async () => {
    const support = new URL("../support/yonder.ts", import.meta.url).href;
    const tests = startChild(
      process.execPath,
      ["--input-type=module", "--eval", `console.log((await (await import("${support}")).startYonder()).ports.http);`],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [port] = await firstLine(tests.stdout);
    expect(await accepts(Number(port))).toBe(true);
    await endChild(tests, "SIGKILL");
    await until("the node is gone", async () => !(await accepts(Number(port))));
  },
);

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string[]> {
  for await (const line of createInterface({ input: stream ?? process.stdin })) return [line];
  return [];
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy().destroyed));
    socket.once("error", () => resolve(false));
  });
}
