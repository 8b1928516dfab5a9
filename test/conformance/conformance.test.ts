import { afterAll, beforeAll, describe, test } from "vitest";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { play, type Stage } from "./play.ts";
import { allAccounts, CONFIGURATION, componentPort, runOf, scripts, TRANSPORTS } from "./scripts.ts";

let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder({ env: CONFIGURATION });
  await yonder.users(allAccounts());
});

afterAll(() => yonder?.stop());

describe.each(TRANSPORTS)("over %s", (transport) => {
  const stage: Stage = ({ secret }) => {
    if (secret !== undefined) return { transport: "tcp", port: componentPort(yonder.output()) };
    return { transport, port: transport === "tcp" ? yonder.ports.c2s : yonder.ports.http };
  };
  for (const { file, index, script } of scripts) {
    test(`${file}: ${script.title}`, () => play(script, runOf(transport, index), stage));
  }
});
