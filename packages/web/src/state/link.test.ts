import { expect, it } from "vitest";
import { nextLine } from "./link.ts";

it("passes over a gap that is soon closed", () => {
  expect(nextLine({ kind: "connecting" }, false).delay).toBeGreaterThan(1_000);
  expect(nextLine({ kind: "online", resumed: true, sent: 0 }, false).next).toEqual({ kind: "quiet" });
});

it("says at once when the next try is, once it has said that there is no connection", () => {
  expect(nextLine({ kind: "waiting", retryAt: 8 }, true)).toEqual({ next: { kind: "waiting", retryAt: 8 }, delay: 0 });
});

it("tells what went out on the return", () => {
  expect(nextLine({ kind: "online", resumed: true, sent: 2 }, true).next).toEqual({ kind: "back", sent: 2 });
});

it("tells of another window", () => {
  expect(nextLine({ kind: "refused", reason: "conflict" }, false).next).toEqual({ kind: "taken-over" });
});
