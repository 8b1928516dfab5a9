import { describe, expect, test } from "vitest";
import type { Message } from "../../types.ts";
import { type Amendment, amended, emptyRecord, MODERATOR, type StoredAmendments, withAmendment } from "./record.ts";

const BOB = "bob@example.com";
const ALICE = "alice@example.com";
const MESSAGE: Message = {
  key: "a1",
  id: "m1",
  peer: BOB,
  isOwn: false,
  body: "airlock",
  place: 1,
  at: 1,
  state: "reached",
};

const text = (body: string, place: number, by = BOB): Amendment => ({
  ...{ peer: BOB, of: "m1", id: `e${place}`, by, name: by, place },
  change: { kind: "text", body },
});
const feels = (by: string, place: number, ...emojis: string[]): Amendment => ({
  ...{ peer: BOB, of: "m1", id: `r${place}${by}`, by, name: by, place },
  change: { kind: "reactions", emojis },
});
const removal = (by: string): Amendment => ({
  ...{ peer: BOB, of: "m1", id: "x", by, name: by, place: 9 },
  change: { kind: "removal" },
});

const record = (...amendments: Amendment[]): StoredAmendments =>
  amendments.reduce(withAmendment, emptyRecord(BOB, "m1"));
const apply = (...amendments: Amendment[]) => amended(MESSAGE, record(...amendments), BOB, ALICE);

describe("a message that is written anew", () => {
  test("has its author's last text, in whatever order they come", () => {
    for (const order of [
      [text("window", 2), text("porthole", 3)],
      [text("porthole", 3), text("window", 2)],
    ])
      expect(apply(...order)).toEqual({ ...MESSAGE, body: "porthole", isEdited: true });
  });

  test("is the same object when nothing is new", () => {
    const once = record(text("window", 2));
    expect(withAmendment(once, text("window", 2))).toBe(once);
    const next = amended(MESSAGE, once, BOB, ALICE);
    expect(amended(next, once, BOB, ALICE)).toBe(next);
  });

  test("is not touched by anybody else", () => {
    expect(apply(text("forged", 5, ALICE), removal(ALICE))).toBe(MESSAGE);
  });

  test("stays removed once its author or a moderator removed it, and leaves nothing behind", () => {
    for (const by of [BOB, MODERATOR]) {
      const gone = amended(
        { ...MESSAGE, reply: { id: "m0", author: ALICE, body: "?" } },
        record(removal(by)),
        BOB,
        ALICE,
      );
      expect(gone).toEqual({ ...MESSAGE, body: "", isRemoved: true });
      expect(amended(gone, record(text("again", 10), feels(ALICE, 11, "👍")), BOB, ALICE)).toBe(gone);
    }
  });
});

describe("reactions", () => {
  test("are counted, those of most people first, ours marked", () => {
    expect(apply(feels(BOB, 2, "🎉", "👍"), feels(ALICE, 3, "👍")).reactions).toEqual([
      { emoji: "👍", from: [BOB, ALICE], isOwn: true },
      { emoji: "🎉", from: [BOB], isOwn: false },
    ]);
  });

  test("are replaced by what the same person feels later, and not by what they felt before", () => {
    expect(apply(feels(BOB, 3, "👍"), feels(BOB, 2, "👎")).reactions).toEqual([
      { emoji: "👍", from: [BOB], isOwn: false },
    ]);
    expect(apply(feels(BOB, 2, "👎"), feels(BOB, 3))).toEqual(MESSAGE);
  });

  test("of ten thousand people are bounded", () => {
    const crowd = Array.from({ length: 10_000 }, (_, n) =>
      feels(`p${n}`, n, String.fromCodePoint(0x1f300 + (n % 500))),
    );
    const reactions = apply(...crowd).reactions ?? [];
    expect(reactions).toHaveLength(40);
    expect(reactions.flatMap(({ from }) => from).length).toBeLessThanOrEqual(1_000);
  });

  test("of ours that wait count most, until their place is known", () => {
    const waiting = feels(ALICE, Number.POSITIVE_INFINITY, "👍");
    const own = record(waiting, feels(ALICE, 7, "👎"));
    expect(own.reactions.map(({ emojis }) => emojis)).toEqual([["👍"]]);
    const told = withAmendment(own, { ...waiting, place: 8 });
    expect(withAmendment(told, feels(ALICE, 9, "🎉")).reactions.map(({ emojis }) => emojis)).toEqual([["🎉"]]);
  });
});
