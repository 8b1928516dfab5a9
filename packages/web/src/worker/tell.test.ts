import { expect, test } from "vitest";
import { FakeScope } from "./fake-scope.fixture.ts";
import { isQuiet, leaveNotes, type Notes, readNotes, removeNotes } from "./notes.ts";
import type { Tab } from "./scope.ts";
import { tellOfMessages } from "./tell.ts";

const noon = new Date(2026, 10, 23, 12, 0);
const notes: Notes = {
  texts: { one: "New message", many: "New messages: {count}" },
  names: { "amina@hill.example": "Amina" },
  muted: ["bob@hill.example"],
};

async function open(
  changes: Partial<Notes> = {},
): Promise<{ scope: FakeScope; push: (data: unknown) => Promise<unknown>; clock: { now: Date } }> {
  const scope = new FakeScope();
  const clock = { now: noon };
  await leaveNotes(scope.caches, "zoe@hill.example", { ...notes, ...changes });
  tellOfMessages(scope, () => clock.now);
  return { scope, clock, push: (data) => scope.happens("push", { data: { json: () => data } }) };
}

const tab = (visibilityState: Tab["visibilityState"], heard: unknown[] = []): Tab => ({
  visibilityState,
  focus: async () => {},
  postMessage: (message) => heard.push(message),
});

test("a notification names who wrote, and counts on", async () => {
  const { scope, push, clock } = await open();
  await push({ kind: "message", count: 1, from: "amina@hill.example" });
  clock.now = new Date(noon.getTime() + 60_000);
  await push({ kind: "message", count: 2, from: "amina@hill.example" });
  expect(scope.shown.map(({ title, options }) => [title, options.body, options.tag])).toEqual([
    ["Amina", "New message", "amina@hill.example"],
    ["Amina", "New messages: 3", "amina@hill.example"],
  ]);
});

test("nothing is told while a page is looked at, of whom is muted, or twice", async () => {
  const { scope, push } = await open();
  scope.tabs = [tab("visible")];
  await push({ count: 1, from: "amina@hill.example" });
  scope.tabs = [tab("hidden")];
  await push({ count: 1, from: "bob@hill.example" });
  expect(scope.shown).toEqual([]);
  await push({ count: 1, from: "amina@hill.example" });
  await push({ count: 1, from: "amina@hill.example" });
  expect(scope.shown).toHaveLength(1);
});

test("what cannot be read is told of in general", async () => {
  const { scope, push } = await open();
  await push("nonsense");
  await scope.happens("push", { data: null });
  expect(scope.shown[0]).toMatchObject({ title: "Yonder", options: { body: "New message" } });
});

test("in quiet hours a notification comes without a sound", async () => {
  const { scope, push } = await open({ quiet: { from: 11 * 60, to: 13 * 60 } });
  await push({ count: 1, from: "amina@hill.example" });
  expect(scope.shown[0]?.options.silent).toBe(true);
});

test.each([
  [{ from: 22 * 60, to: 7 * 60 }, 23, true],
  [{ from: 22 * 60, to: 7 * 60 }, 6, true],
  [{ from: 22 * 60, to: 7 * 60 }, 12, false],
  [{ from: 60, to: 60 }, 1, false],
])("quiet hours %o at %i o’clock: %s", (quiet, hour, expected) => {
  expect(isQuiet(quiet, new Date(2026, 10, 23, hour))).toBe(expected);
});

test("a click opens the conversation, in a page that is open or in a new one", async () => {
  const { scope } = await open();
  const notification = { close: () => {}, data: { peer: "amina@hill.example", count: 1, at: 0 } };
  await scope.happens("notificationclick", { notification });
  expect(scope.opened).toEqual(["/#/chat/amina%40hill.example"]);
  const heard: unknown[] = [];
  scope.tabs = [tab("hidden", heard)];
  await scope.happens("notificationclick", { notification });
  expect(heard).toEqual([{ kind: "open", peer: "amina@hill.example" }]);
});

test("a notification for one of several accounts has its names, is told beside a page of another, and leads to it", async () => {
  const { scope, push } = await open();
  await leaveNotes(scope.caches, "zoe@work.example", {
    ...notes,
    slot: "yonder-2",
    names: { "amina@hill.example": "Ms. Hill" },
  });
  scope.held = ["yonder:yonder"];
  scope.tabs = [tab("visible")];
  const told = { count: 1, from: "amina@hill.example", to: "zoe@work.example" };
  await push(told);
  expect(scope.shown.map(({ title, options }) => [title, options.tag])).toEqual([
    ["Ms. Hill", "zoe@work.example amina@hill.example"],
  ]);
  scope.held = ["yonder:yonder-2"];
  await push({ ...told, from: "bill@hill.example" });
  expect(scope.shown).toHaveLength(1);
  scope.tabs = [];
  await scope.happens("notificationclick", { notification: { close: () => {}, data: scope.shown[0]?.options.data } });
  expect(scope.opened).toEqual(["/?as=zoe%40work.example#/chat/amina%40hill.example"]);
  await removeNotes(scope.caches, "zoe@work.example");
  expect(await readNotes(scope.caches, "zoe@work.example")).toBeUndefined();
  expect(await readNotes(scope.caches, "zoe@hill.example")).toBeDefined();
});
