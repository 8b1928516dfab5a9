import type { DataForm } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { accountDefaults, capacityOf, configForm, configured, expiryOf, MAX_ITEMS, meets } from "./node-config.ts";

function form(fields: Readonly<Record<string, string | readonly string[]>>): DataForm {
  const entries = Object.entries(fields).map(([name, value]) => ({ name: `pubsub#${name}`, values: [value].flat() }));
  return { type: "submit", fields: entries };
}

describe("a configuration", () => {
  test("comes back from its own form as it was", () => {
    const config = {
      ...accountDefaults,
      rosterGroups: ["Friends", "Foes"],
      title: "T",
      maxItems: "max",
      itemExpire: 60,
    } as const;
    expect(configured(accountDefaults, configForm(config, "submit"))).toEqual(config);
  });

  test("is changed by a form where that says something, and keeps the rest", () => {
    const config = configured(
      accountDefaults,
      form({ access_model: "whitelist", persist_items: "true", unknown: "1" }),
    );
    expect(config).toEqual({ ...accountDefaults, accessModel: "whitelist", persistsItems: true });
  });

  test.each([
    { max_items: "-1" },
    { max_items: "" },
    { item_expire: "soon" },
    { persist_items: "perhaps" },
    { publish_model: "nobody" },
    { title: "x".repeat(1_025) },
    { roster_groups_allowed: Array.from({ length: 101 }, (_, i) => `group ${i}`) },
  ])("cannot be %o", (fields) => {
    expect(() => configured(accountDefaults, form(fields))).toThrow(
      expect.objectContaining({ condition: "not-acceptable" }),
    );
  });

  test("meets what a publisher wants of it, or not", () => {
    expect(meets(accountDefaults, form({ access_model: "presence", max_items: "1" }))).toBe(true);
    expect(meets(accountDefaults, form({ max_items: "max" }))).toBe(false);
    expect(() => meets(accountDefaults, form({ colour: "red" }))).toThrow(
      expect.objectContaining({ condition: "conflict" }),
    );
  });
});

test("a node keeps as many items as it says, within the server's bounds", () => {
  expect(capacityOf(accountDefaults)).toBe(1);
  expect(capacityOf({ ...accountDefaults, maxItems: "max" })).toBe(MAX_ITEMS);
  expect(capacityOf({ ...accountDefaults, maxItems: 4_000_000_000 })).toBe(MAX_ITEMS);
  expect(capacityOf({ ...accountDefaults, persistsItems: false })).toBe(0);
});

test("items expire after the seconds that the node says, or never", () => {
  expect(expiryOf(accountDefaults, 100_000)).toBeUndefined();
  expect(expiryOf({ ...accountDefaults, itemExpire: 60 }, 100_000)).toEqual(new Date(40_000));
});
