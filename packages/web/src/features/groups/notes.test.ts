import type { GroupNotice } from "@yonder/client";
import { expect, it } from "vitest";
import { summed } from "./notes.ts";

const notice = (kind: GroupNotice["kind"], name: string, text?: string): GroupNotice => ({
  key: `${kind}-${name}`,
  at: 0,
  kind,
  name,
  ...(text !== undefined && { text }),
});

it("makes one line of those who come one after the other", () => {
  const lines = summed([notice("joined", "Amina"), notice("joined", "Bob"), notice("left", "Bob")]);
  expect(lines.map((line) => line.map(({ name }) => name))).toEqual([["Amina", "Bob"], ["Bob"]]);
});

it("shows the last of several topics", () => {
  const lines = summed([notice("subject", "Amina", "Tea"), notice("subject", "Bob", "Coffee")]);
  expect(lines.map((line) => line.map(({ text }) => text))).toEqual([["Coffee"]]);
});
