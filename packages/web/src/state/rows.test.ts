import { createRoot, createSignal } from "solid-js";
import { describe, expect, it } from "vitest";
import { createRows, followRows, isAlike } from "./rows.ts";

interface One {
  readonly key: string;
  readonly text: string;
}

const [a, b] = [
  { key: "a", text: "first" },
  { key: "b", text: "second" },
];
const keyOf = ({ key }: One) => key;

describe("rows", () => {
  it("stay the same objects while one of their key is in the list", () => {
    const held = createRows(keyOf);
    held.show([a, b]);
    const [first, second] = held.rows();
    held.show([b, { ...a, text: "changed" }]);
    expect(held.rows()).toEqual([second, first]);
    expect(held.rows()[1]).toBe(first);
    expect(first?.value().text).toBe("changed");
  });

  it("leave the list alone while the same are in it, in the same order", () => {
    const held = createRows(keyOf);
    held.show([a, b]);
    const before = held.rows();
    held.show([a, { ...b, text: "changed" }]);
    expect(held.rows()).toBe(before);
  });

  it("keep the value that they have while the new one is the same", () => {
    const held = createRows(keyOf, isAlike);
    held.show([a]);
    held.show([{ ...a }]);
    expect(held.rows()[0]?.value()).toBe(a);
  });

  it("come before others and go", () => {
    const held = createRows(keyOf);
    held.show([b]);
    const [row] = held.rows();
    held.show([a, b]);
    expect(held.rows()[1]).toBe(row);
    held.show([a]);
    expect(held.rows().map(({ key }) => key)).toEqual(["a"]);
  });

  it("follow a list, and are there at once", () => {
    createRoot((dispose) => {
      const [list, setList] = createSignal([a]);
      const rows = followRows(list, keyOf);
      expect(rows()).toHaveLength(1);
      setList([a, b]);
      expect(rows().map(({ value }) => value())).toEqual([a, b]);
      dispose();
    });
  });
});

describe("things alike", () => {
  it("have the same members, and members of members", () => {
    expect(isAlike({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 2 } })).toBe(true);
    expect(isAlike({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } })).toBe(false);
    expect(isAlike({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(isAlike({ a: 1 }, undefined)).toBe(false);
  });

  it("are no longer compared below", () => {
    const deep = { c: { d: 1 } };
    expect(isAlike({ b: deep }, { b: deep })).toBe(true);
    expect(isAlike({ b: deep }, { b: { c: { d: 1 } } })).toBe(false);
  });
});
