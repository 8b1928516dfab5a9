import { expect, test } from "vitest";
import { createFixture, signedIn } from "../testing/fixture.ts";
import type { Message } from "../types.ts";
import { walkPast } from "./later/walk.ts";

const BOB = "bob@example.com";
const said = (from: string, to: string, id: string, content: string) =>
  `<message from='${from}/x' to='${to}' type='chat' id='${id}'>${content}</message>`;
const body = (text: string) => `<body>${text}</body>`;
const ALICE = "alice@example.com";

async function walked(count: number, before: readonly [string, string][] = []) {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  for (const [index, [id, stanza]] of before.entries())
    fixture.server.keep(`a${index}-${id}`, "2026-03-01T12:00:00Z", stanza);
  for (let i = 0; i < count; i++)
    fixture.server.keep(`z${i}`, "2026-03-01T12:00:00Z", said(BOB, ALICE, `m${i}`, body(`message ${i}`)));
  const pages: (readonly Message[])[] = [];
  const actions = await engine.people.actions();
  for await (const { messages } of walkPast(actions, "", ALICE)) pages.push(messages);
  return { fixture, engine, pages, all: pages.toReversed().flat() };
}

test("all that the archive has comes page by page from the newest back, and nothing of it is kept", async () => {
  const { engine, pages, all } = await walked(450);
  expect(pages.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(all.map(({ body: text }) => text)).toEqual(Array.from({ length: 450 }, (_, i) => `message ${i}`));
  expect(engine.history(BOB)).toEqual([]);
});

test("it is told as it was edited, taken back and felt about, by those who may", async () => {
  const correction = (from: string, of: string, text: string) =>
    said(
      from,
      from === BOB ? ALICE : BOB,
      `c-${from}-${of}`,
      `${body(text)}<replace xmlns='urn:xmpp:message-correct:0' id='${of}'/>`,
    );
  const { all } = await walked(250, [
    ["1", said(BOB, ALICE, "first", body("Frist"))],
    ["2", said(BOB, ALICE, "second", body("Second"))],
    ["3", said(ALICE, BOB, "third", body("Third"))],
    ["4", correction(BOB, "first", "First")],
    ["5", correction(ALICE, "second", "I never said that")],
    ["6", said(ALICE, BOB, "r", "<retract xmlns='urn:xmpp:message-retract:1' id='third'/>")],
    [
      "7",
      said(BOB, ALICE, "f", "<reactions xmlns='urn:xmpp:reactions:0' id='second'><reaction>👍</reaction></reactions>"),
    ],
  ]);
  expect(all.slice(0, 3)).toMatchObject([
    { body: "First", isEdited: true },
    { body: "Second", reactions: [{ emoji: "👍", from: [BOB] }] },
    { body: "", isRemoved: true },
  ]);
  expect(all).toHaveLength(253);
});

test("whoever wants no more of it hears no more of it", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  for (let i = 0; i < 450; i++)
    fixture.server.keep(`z${i}`, "2026-03-01T12:00:00Z", said(BOB, ALICE, `m${i}`, body("x")));
  const before = fixture.server.sent(/urn:xmpp:mam:2/).length;
  const stop = new AbortController();
  const walk = async () => {
    for await (const _ of walkPast(await engine.people.actions(), "", ALICE, stop.signal)) stop.abort();
  };
  await expect(walk()).rejects.toThrow();
  expect(fixture.server.sent(/urn:xmpp:mam:2/)).toHaveLength(before + 1);
});
