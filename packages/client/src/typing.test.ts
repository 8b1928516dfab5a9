import { expect, test } from "vitest";
import { createFixture, settle, signedIn } from "./testing/fixture.ts";

const BOB = "bob@example.com";

async function withBobHere() {
  const fixture = createFixture();
  fixture.server.roster = `<item jid='${BOB}' subscription='both'/><item jid='carol@example.com' subscription='both'/>`;
  const engine = await signedIn(fixture);
  fixture.server.push(`<presence from='${BOB}/x'/>`);
  await settle();
  const states = async () => {
    await settle();
    return fixture.server.sent(/chatstates/).map((frame) => /<(composing|paused|active) /.exec(frame)?.[1]);
  };
  return { fixture, engine, states };
}

test("writing is told once, a pause after five seconds, and writing again", async () => {
  const { fixture, engine, states } = await withBobHere();
  engine.setTyping(BOB, true);
  fixture.clock.advance(3000);
  engine.setTyping(BOB, true);
  fixture.clock.advance(4999);
  expect(await states()).toEqual(["composing"]);
  fixture.clock.advance(1);
  engine.setTyping(BOB, true);
  expect(await states()).toEqual(["composing", "paused", "composing"]);
  expect(fixture.server.sent(/chatstates/).every((frame) => frame.includes("<no-store xmlns='urn:xmpp:hints'/>"))).toBe(
    true,
  );
});

test("giving up is told, and a message says it by itself", async () => {
  const { fixture, engine, states } = await withBobHere();
  engine.setTyping(BOB, true);
  engine.setTyping(BOB, false);
  engine.setTyping(BOB, true);
  engine.send(BOB, "Hi");
  fixture.clock.advance(6000);
  expect(await states()).toEqual(["composing", "active", "composing", "active"]);
  expect(fixture.server.sent(/chatstates/).at(-1)).toContain("<body>Hi</body>");
});

test("writing to somebody else is a pause here", async () => {
  const { fixture, engine, states } = await withBobHere();
  fixture.server.push("<presence from='carol@example.com/y'/>");
  await settle();
  engine.setTyping(BOB, true);
  engine.setTyping("carol@example.com", true);
  expect(await states()).toEqual(["composing", "paused", "composing"]);
});

test("nobody learns it who is gone, or a stranger", async () => {
  const { engine, states } = await withBobHere();
  engine.setTyping("carol@example.com", true);
  engine.setTyping("mallory@example.com", true);
  expect(await states()).toEqual([]);
});
