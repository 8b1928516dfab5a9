import { expect, it, vi } from "vitest";

vi.stubGlobal("location", { hash: "" });
const { returnOf } = await import("./focus.ts");
const { parseRoute } = await import("./route.ts");

it.each([
  ["#/chat/amina@hill.example", "#/", '.row[href="#/chat/amina@hill.example"]'],
  ["#/chat/amina@hill.example/details", "#/chat/amina@hill.example", ".chat .icon-button[aria-expanded]"],
  ["#/settings/look", "#/settings", '.row[href="#/settings/look"]'],
  ["#/", "#/chat/amina@hill.example", undefined],
])("from %s to %s the focus goes to %s", (before, now, target) => {
  expect(returnOf(parseRoute(before), parseRoute(now))).toBe(target);
});
