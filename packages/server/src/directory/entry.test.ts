import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEntries, encodeEntry, ownerOf } from "./entry.ts";

const life = { node: "node-1.example", epoch: "x7Gh2k9Q" };

test("an entry is short, and ends with the life it belongs to", () => {
  const entry = encodeEntry({ isAvailable: true, priority: -12, hasCarbons: true, isInterested: false }, life);
  expect(entry).toBe("3-12 x7Gh2k9Q node-1.example");
  expect(entry.endsWith(ownerOf(life))).toBe(true);
});

test("every presence comes back as it was", () => {
  const presences = fc.record(
    {
      isAvailable: fc.boolean(),
      priority: fc.integer({ min: -128, max: 127 }),
      hasCarbons: fc.boolean(),
      isInterested: fc.boolean(),
      isUnattended: fc.constant(true),
    },
    { requiredKeys: ["isAvailable", "priority", "hasCarbons", "isInterested"] },
  );
  fc.assert(
    fc.property(presences, (presence) => {
      expect(decodeEntries("bob@localhost", ["phone", encodeEntry(presence, life)])).toEqual([
        { user: "bob@localhost", resource: "phone", ...life, presence },
      ]);
    }),
  );
});
