import { parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, isOnline, settle, until } from "../testing/fixture.ts";
import { readDevices } from "./later/devices.ts";

const client = (id: string, seen: string, auth: string, agent: string, isHere = false) =>
  `<client id='${id}' type='session' connected='${isHere}'><last-seen>${seen}</last-seen><auth><${auth}/></auth><user-agent>${agent}</user-agent></client>`;

test("devices are listed: this one first, then who was here last", () => {
  const clients = [
    client("phone", "2026-02-20T12:00:00Z", "fast", "<software>Yonder</software><device>Chrome, Android</device>"),
    client("session Gajim.X", "2026-03-01T12:00:00Z", "password", "<software>Gajim</software>", true),
    client("mine", "2026-01-01T12:00:00Z", "fast", "", true),
  ];
  const result = `<iq xmlns='jabber:client'><clients xmlns='urn:xmpp:cam:0'>${clients.join("")}</clients></iq>`;
  expect(readDevices(parseElement(result), "alice@example.com/web/mine")).toMatchObject([
    { id: "mine", name: "", isThis: true, isHere: true, hasPassword: false },
    { name: "Gajim", isThis: false, isHere: true, hasPassword: true },
    { name: "Chrome, Android", isHere: false, seenAt: Date.UTC(2026, 1, 20, 12), hasPassword: false },
  ]);
});

test("a new password is exchanged for a token at once", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = fixture.engine({ storage });
  await engine.signIn("alice", "wonderland", { remember: true });
  await settle();
  await fixture.server.changePassword("looking-glass");
  await engine.devices.changePassword("looking-glass");
  await until(() => isOnline(engine));
  expect((await storage.load()).account?.access?.tokens).toEqual(["secret-token:2"]);
  expect(JSON.stringify(await storage.load())).not.toContain("looking-glass");
});

test("who signs out tells the server that the device may not come back", async () => {
  const fixture = createFixture();
  const engine = fixture.engine();
  await engine.signIn("alice", "wonderland");
  await engine.signOut();
  expect(fixture.server.sent(/<revoke xmlns='urn:xmpp:cam:0' id='stable'/)).toHaveLength(1);
});
