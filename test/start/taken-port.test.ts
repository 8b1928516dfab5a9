import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { temporaryFolder } from "../support/children.ts";
import { databaseIntegrity } from "../support/database.ts";
import { environment, startYonder, tryYonder, type Yonder } from "../support/yonder.ts";
import { expectRefusal } from "./refusal.ts";

let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder();
  await yonder.user("alice", "correct horse");
});
afterAll(() => yonder.stop());

test.for(["http", "c2s", "c2sTls"] as const)("the start is refused when the %s port is taken", async (port) => {
  const names = { http: "YONDER_HTTP_PORT", c2s: "YONDER_C2S_PORT", c2sTls: "YONDER_C2S_TLS_PORT" } as const;
  const dataDir = join(temporaryFolder("data"), "data");
  const taken = String(yonder.ports[port]);
  expectRefusal(await tryYonder(["start"], environment(dataDir, { [names[port]]: taken })), new RegExp(taken));
  expect(databaseIntegrity(dataDir)).toBe("ok");
});

test("a second node on the same data folder and ports is refused, and the first goes on serving", async () => {
  const { http, c2s, c2sTls } = yonder.ports;
  const ports = { YONDER_HTTP_PORT: String(http), YONDER_C2S_PORT: String(c2s), YONDER_C2S_TLS_PORT: String(c2sTls) };
  expectRefusal(await tryYonder(["start"], environment(yonder.dataDir, ports)), /\S/);
  const alice = await ChatPartner.login({ transport: "tcp", port: c2s }, "alice", "correct horse");
  await alice.leave();
});
