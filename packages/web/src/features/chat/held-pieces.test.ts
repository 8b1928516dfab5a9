import type { Message } from "@yonder/client";
import { describe, expect, it } from "vitest";
import type { Item } from "./grouping.ts";
import { createPieces } from "./held-pieces.ts";

const message = (key: string): Message => ({
  key,
  id: key,
  peer: "b@x",
  isOwn: false,
  body: key,
  place: 0,
  at: 0,
  state: "reached",
});
const group = (...messages: Message[]): Item => ({
  kind: "group",
  key: `group-${messages[0]?.key}`,
  isOwn: false,
  messages,
});
const [a, b, c] = [message("a"), message("b"), message("c")];

describe("pieces of the timeline", () => {
  it("stay the same objects while nothing in them changes", () => {
    const held = createPieces();
    held.show([[group(a)], [group(b)]]);
    const [first, second] = held.pieces();
    held.show([[group(a)], [group(b, c)]]);
    expect(held.pieces()[0]).toBe(first);
    expect(held.pieces()[1]).toBe(second);
  });

  it("change what is in them alone", () => {
    const held = createPieces();
    held.show([[group(a)], [group(b)]]);
    const before = held.pieces().map((piece) => piece.items());
    held.show([[group(a)], [group(b, c)]]);
    const after = held.pieces().map((piece) => piece.items());
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toEqual([group(b, c)]);
  });

  it("come before and go", () => {
    const held = createPieces();
    held.show([[group(b)]]);
    const [piece] = held.pieces();
    held.show([[group(a)], [group(b)]]);
    expect(held.pieces()[1]).toBe(piece);
    held.show([[group(a)]]);
    expect(held.pieces().map(({ key }) => key)).toEqual(["group-a"]);
  });
});
