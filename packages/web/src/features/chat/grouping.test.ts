import type { Message } from "@yonder/client";
import { describe, expect, it } from "vitest";
import { cutIntoPieces, groupMessages, type Item } from "./grouping.ts";

const NOON = new Date(2026, 10, 20, 12, 0, 0).getTime();
const LATER = NOON + 3_600_000;

const message = (key: string, seconds: number, changes: Partial<Message> = {}): Message => ({
  key,
  id: key,
  peer: "bob@hill.example",
  isOwn: false,
  body: key,
  place: seconds,
  at: NOON + seconds * 1_000,
  state: "reached",
  ...changes,
});
const own = (key: string, seconds: number, state: Message["state"] = "read", changes: Partial<Message> = {}): Message =>
  message(key, seconds, { isOwn: true, state, ...changes });

/** "day a+b | c": groups are joined with +, everything else by its kind. */
const draw = (items: readonly Item[]): string =>
  items.map((item) => (item.kind === "group" ? item.messages.map(({ key }) => key).join("+") : item.kind)).join(" ");

describe("bubbles are grouped", () => {
  it("within a minute of one sender", () => {
    const items = groupMessages([message("a", 1), message("b", 40), message("c", 61)], { now: LATER });
    expect(draw(items)).toBe("day a+b c");
  });

  it("up to some, however many come within the minute", () => {
    const flood = Array.from({ length: 70 }, (_, n) => message(`m${n}`, n / 10));
    const groups = groupMessages(flood, { now: LATER }).flatMap((item) => (item.kind === "group" ? [item] : []));
    expect(groups.map(({ messages }) => messages.length)).toEqual([32, 32, 6]);
  });

  it("until the sender changes", () => {
    const items = groupMessages([message("a", 1), own("b", 2), message("c", 3)], { now: LATER });
    expect(draw(items)).toBe("day a b c");
  });

  it("until the tick changes", () => {
    const items = groupMessages([own("a", 1, "read"), own("b", 2, "reached"), own("c", 3, "reached")], { now: LATER });
    expect(draw(items)).toBe("day a b+c");
  });

  it("apart from those that wait for somebody who is away", () => {
    const items = groupMessages([own("a", 1, "stored"), own("b", 2, "stored", { isKept: true })], { now: LATER });
    expect(draw(items)).toBe("day a b");
  });

  it("with a message that was sent this moment, whatever its tick", () => {
    const items = groupMessages([own("a", 1, "read"), own("b", 30, "waiting")], { now: NOON + 30_500 });
    expect(draw(items)).toBe("day a+b");
  });

  it("but never with one that failed: its reason stands below it", () => {
    const items = groupMessages([own("a", 1, "failed"), own("b", 1, "failed")], { now: NOON + 1_000 });
    expect(draw(items)).toBe("day a b");
  });

  it("under the newest day when they were written before and still wait", () => {
    const items = groupMessages([message("a", -86_400), message("b", 0), own("c", -86_300, "waiting")], { now: LATER });
    expect(draw(items)).toBe("day a day b c");
  });

  it("under the day they belong to", () => {
    const items = groupMessages([message("a", -86_400), message("b", 0)], { now: LATER });
    expect(draw(items)).toBe("day a day b");
  });

  it("with the horizon above the first unread, which counts what is theirs", () => {
    const items = groupMessages([message("a", 1), message("b", 2), own("c", 3), message("d", 4)], {
      now: LATER,
      horizon: "b",
    });
    expect(draw(items)).toBe("day a horizon b c d");
    expect(items.find((item) => item.kind === "horizon")).toMatchObject({ count: 2 });
  });

  it("not at all when there is nothing", () => {
    expect(groupMessages([], { now: LATER })).toEqual([]);
  });
});

describe("the timeline is cut into pieces", () => {
  const many = (from: number, to: number) =>
    groupMessages(
      Array.from({ length: to - from }, (_, i) => message(`m${from + i}`, (from + i) * 60)),
      { now: LATER },
    );
  const firstKeys = (pieces: readonly (readonly Item[])[]) =>
    pieces.map((piece) => piece.find((item) => item.kind === "group")?.key);

  it("none longer than twice the size", () => {
    const { pieces } = cutIntoPieces(many(0, 100), new Set(), 10);
    const lengths = pieces.map((piece) => piece.flatMap((item) => (item.kind === "group" ? item.messages : [])).length);
    expect(Math.max(...lengths)).toBe(20);
    expect(pieces.flat()).toHaveLength(101);
  });

  it("and keeps its cuts when older messages come", () => {
    const before = cutIntoPieces(many(50, 100), new Set(), 10);
    const after = cutIntoPieces(many(0, 100), before.starts, 10);
    expect(firstKeys(after.pieces)).toEqual(expect.arrayContaining(firstKeys(before.pieces)));
  });

  it("and keeps its cuts when new messages come", () => {
    const before = cutIntoPieces(many(0, 50), new Set(), 10);
    const after = cutIntoPieces(many(0, 60), before.starts, 10);
    expect(firstKeys(after.pieces).slice(0, before.pieces.length)).toEqual(firstKeys(before.pieces));
  });
});
