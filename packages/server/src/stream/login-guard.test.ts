import { beforeEach, describe, expect, test } from "vitest";
import { LoginGuard } from "./login-guard.ts";

let now = 0;
let guard: LoginGuard;

beforeEach(() => {
  now = 0;
  guard = new LoginGuard(() => now);
});

describe("guessing passwords", () => {
  test("costs nothing at first, then more and more, up to a bound", () => {
    const delays = Array.from({ length: 20 }, () => guard.failed("192.0.2.1", "alice"));
    expect(delays.slice(0, 6)).toEqual([0, 0, 0, 250, 500, 1_000]);
    expect(delays.at(-1)).toBe(8_000);
  });

  test("is forgiven with time", () => {
    for (let i = 0; i < 6; i++) guard.failed("192.0.2.1", "alice");
    now += 30 * 60_000;
    expect(guard.failed("192.0.2.1", "alice")).toBe(0);
  });

  test("from one address ends in being refused there, and nowhere else", () => {
    for (let i = 0; i < 100; i++) guard.failed("192.0.2.1", `user${i}`);
    expect(guard.before("192.0.2.1", "alice")).toBe("refuse");
    expect(guard.before("192.0.2.2", "alice")).toBe(0);
  });

  test("from one network of IPv6 counts as from one address", () => {
    for (let i = 0; i < 100; i++) guard.failed(`2001:db8::${i.toString(16)}`, `user${i}`);
    expect(guard.before("2001:db8:0:0:ffff::1", "alice")).toBe("refuse");
    expect(guard.before("2001:db8:0:1::1", "alice")).toBe(0);
  });

  test("beside the owner, at the same address, is not endless either", () => {
    guard.succeeded("192.0.2.1", "alice");
    guard.succeeded("198.51.100.1", "alice");
    for (let i = 0; i < 99; i++) guard.failed("192.0.2.1", "alice");
    expect(guard.before("192.0.2.1", "alice")).toBe(0);
    guard.failed("192.0.2.1", "alice");
    expect(guard.before("192.0.2.1", "alice")).toBe("refuse");
    expect(guard.before("198.51.100.1", "alice")).toBe(0);
  });

  test("from many addresses makes the account slow for strangers, not for its owner", () => {
    guard.succeeded("198.51.100.1", "alice");
    for (let i = 0; i < 200; i++) guard.failed(`192.0.2.${i}`, "alice");
    expect(guard.before("192.0.2.250", "alice")).toBe(8_000);
    expect(guard.before("198.51.100.1", "alice")).toBe(0);
  });

  test("from many addresses at once has to be done one after another, and no more than a few wait for it", () => {
    guard.succeeded("198.51.100.1", "alice");
    for (let i = 0; i < 200; i++) guard.failed(`192.0.2.${i}`, "alice");
    const waits = Array.from({ length: 5 }, (_, i) => guard.before(`203.0.113.${i}`, "alice"));
    expect(waits).toEqual([8_000, 16_000, "refuse", "refuse", "refuse"]);
    expect(guard.before("203.0.113.1", "bob")).toBe(0);
    expect(guard.before("198.51.100.1", "alice")).toBe(0);
    now += 8_000;
    expect(guard.before("203.0.113.9", "alice")).toBe(16_000);
  });
});
