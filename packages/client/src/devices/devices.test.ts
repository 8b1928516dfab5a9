import { type Element, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, isOnline, settle, until } from "../testing/fixture.ts";
import { readDevices } from "./later/devices.ts";
import { createEntry } from "./later/entry.ts";

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

test("whoever has a token from another way in needs no password, and the next reload neither", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const token = fixture.server.tokens.after("agent of this page", true) ?? "";
  const engine = fixture.engine({ storage });
  await engine.signIn("alice@example.com", { agent: "agent of this page", tokens: [token] }, { remember: true });
  await until(() => isOnline(engine));
  await settle();
  expect((await storage.load()).account?.access).toMatchObject({ agent: "agent of this page", tokens: [token] });
});

test("a token that is not right is no way in", async () => {
  const engine = createFixture().engine();
  const signedIn = engine.signIn("alice@example.com", { agent: "agent of this page", tokens: ["guessed"] });
  await expect(signedIn).rejects.toMatchObject({ reason: "credentials" });
});

/** An engine's ways in, on a connection that gives these answers. */
function entryWith(...answers: string[]) {
  const asked: string[] = [];
  const request = async (type: string, payload: Element) => {
    asked.push(`${type} ${serialize(payload)}`);
    return parseElement(`<iq xmlns='jabber:client'>${answers.shift() ?? ""}</iq>`);
  };
  return { asked, entry: createEntry({ request }) };
}

test("passkeys are listed, made and removed", async () => {
  const { asked, entry } = entryWith(
    "<list xmlns='urn:yonder:passkeys:0' password='false'><passkey id='a' name='Phone' created='2026-01-01T00:00:00Z'/></list>",
    "<begin xmlns='urn:yonder:passkeys:0' challenge='c' party='example.com' handle='h'><passkey id='a'/></begin>",
  );
  const createdAt = Date.UTC(2026, 0, 1);
  const list = [{ id: "a", name: "Phone", createdAt, usedAt: undefined }];
  expect(await entry.passkeys()).toEqual({ hasPassword: false, list });
  expect(await entry.beginPasskey()).toEqual({ challenge: "c", party: "example.com", handle: "h", known: ["a"] });
  await entry.addPasskey({ id: "b", clientData: "x", authenticatorData: "y", publicKey: "z" }, "Laptop");
  await entry.removePasskey("a");
  expect(asked.slice(2)).toEqual([
    "set <add xmlns='urn:yonder:passkeys:0' id='b' name='Laptop'><client-data>x</client-data><authenticator-data>y</authenticator-data><public-key>z</public-key></add>",
    "set <remove xmlns='urn:yonder:passkeys:0' id='a'/>",
  ]);
});

test("a device that comes with a secret is seen by its name, and let in", async () => {
  const pairing = (inside: string) => `<pairing xmlns='urn:yonder:adding-devices:0' key='k'>${inside}</pairing>`;
  const { asked, entry } = entryWith(
    "<invite xmlns='urn:yonder:adding-devices:0' secret='s' seconds='120'/>",
    pairing(""),
    pairing("<device>Chrome, Android</device>"),
  );
  expect(await entry.invite()).toEqual({ secret: "s", seconds: 120 });
  expect(await entry.visitor("k")).toBeUndefined();
  expect(await entry.visitor("k")).toBe("Chrome, Android");
  await entry.approve("k");
  expect(asked.at(-1)).toBe("set <approve xmlns='urn:yonder:adding-devices:0' key='k'/>");
});

test("all other devices are signed out at once; whoever knows the password is left", async () => {
  const fixture = createFixture();
  const clients = [
    client("phone", "2026-02-20T12:00:00Z", "fast", ""),
    client("tablet", "2026-02-20T12:00:00Z", "fast", ""),
    client("old", "2026-02-20T12:00:00Z", "password", ""),
  ];
  fixture.server.answer = (iq) =>
    iq.includes("<list ") ? `<clients xmlns='urn:xmpp:cam:0'>${clients.join("")}</clients>` : undefined;
  const engine = fixture.engine();
  await engine.signIn("alice", "wonderland");
  await settle();
  expect(await engine.devices.signOutOthers()).toBe(false);
  const ids = fixture.server.sent(/<revoke/).map((sent) => /<revoke [^>]*id='([^']*)'/.exec(sent)?.[1]);
  expect(ids).toEqual(["phone", "tablet"]);
});

test("an account that is removed is gone from this device too", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = fixture.engine({ storage });
  await engine.signIn("alice", "wonderland", { remember: true });
  await settle();
  const states: string[] = [];
  engine.on("connection", ({ kind }) => states.push(kind));
  await engine.devices.removeAccount();
  expect(fixture.server.sent(/<query xmlns='jabber:iq:register'><remove/)).toHaveLength(1);
  expect(fixture.server.sent(/<revoke/)).toHaveLength(0);
  expect(states).toEqual(["signed-out"]);
  expect((await storage.load()).account).toBeUndefined();
});
