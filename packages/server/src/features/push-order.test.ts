import { expect, test } from "vitest";
import { PushOrder } from "./push-order.ts";
import { rosterPush } from "./roster-item.ts";

const push = (contact: string, version: number) => rosterPush(contact, undefined, `7.${version}`);

test("a push is late when a newer one for the same contact was here, and only then", () => {
  const order = new PushOrder();
  expect(order.isLate("bob@localhost", push("alice@localhost", 4))).toBe(false);
  expect(order.isLate("bob@localhost", push("carol@localhost", 6))).toBe(false);
  expect(order.isLate("bob@localhost", push("alice@localhost", 5))).toBe(false);
  expect(order.isLate("bob@localhost", push("carol@localhost", 5))).toBe(true);
  expect(order.isLate("eve@localhost", push("carol@localhost", 5))).toBe(false);
});

test("versions are numbers, not text", () => {
  const order = new PushOrder();
  order.isLate("bob@localhost", push("alice@localhost", 9));
  expect(order.isLate("bob@localhost", push("alice@localhost", 10))).toBe(false);
  expect(order.isLate("bob@localhost", push("alice@localhost", 9))).toBe(true);
});

test("what was pushed to a former owner of the address makes nothing late", () => {
  const order = new PushOrder();
  order.isLate("bob@localhost", push("alice@localhost", 9));
  expect(order.isLate("bob@localhost", rosterPush("alice@localhost", undefined, "8.1"))).toBe(false);
});
