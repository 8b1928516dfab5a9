import { expect, test } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, settle, signedIn, until } from "../testing/fixture.ts";

const push = (change: string) =>
  `<iq type='set' id='b1' from='alice@example.com' to='alice@example.com/web'>${change}</iq>`;
const block = (address: string) => `<block xmlns='urn:xmpp:blocking'><item jid='${address}'/></block>`;

test("whom another device blocks is blocked here, and known after a reload", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = await signedIn(fixture, { storage });
  await until(() => fixture.server.sent(/<blocklist/).length === 1);
  fixture.server.push(push(block("eve@example.com")));
  await until(() => engine.people.isBlocked("eve@example.com"));
  expect(fixture.server.sent(/type='result'/).join("")).toContain("id='b1'");
  expect((await storage.load()).people?.blocked).toEqual(["eve@example.com"]);
  fixture.server.push(push("<unblock xmlns='urn:xmpp:blocking'/>"));
  await until(() => engine.people.blocked.length === 0);
});

test("nobody else's word blocks anybody", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  fixture.server.push(push(block("bob@example.com")).replace("from='alice", "from='eve"));
  await settle();
  expect(engine.people.blocked).toEqual([]);
});

test("a block may carry a report that names messages; who asked for a yes asks no longer", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  fixture.server.push("<presence from='eve@example.com' type='subscribe'/>");
  await until(() => engine.requests.length === 1);
  const actions = await engine.people.actions();
  await actions.block("eve@example.com", { reason: "spam", text: "Buy!", archiveIds: ["a1"] });
  expect(engine.requests).toEqual([]);
  expect(engine.people.isBlocked("eve@example.com")).toBe(true);
  const [sent] = fixture.server.sent(/<block /);
  expect(sent).toContain(
    "<item jid='eve@example.com'><report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>" +
      "<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='a1'/><text>Buy!</text></report></item>",
  );
  await actions.unblock("eve@example.com");
  expect(engine.people.blocked).toEqual([]);
});

test("the block of a domain is one of all its people", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  await (await engine.people.actions()).block("evil.example");
  expect(engine.people.isBlocked("mallory@evil.example")).toBe(true);
  expect(engine.people.isBlocked("evil@example.com")).toBe(false);
});
