import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { KeySequence } from "./key-sequence.ts";

/** K(1) … K(n) of XEP-0124 §15.3. */
function keys(seed: string, n: number): string[] {
  const sequence: string[] = [];
  for (let i = 0, last = seed; i < n; i++) {
    last = createHash("sha1").update(last).digest("hex");
    sequence.push(last);
  }
  return sequence;
}

const [K1 = "", K2 = "", K3 = ""] = keys("unguessable", 3);
const [, L2 = ""] = keys("another", 2);

test("each key is the hash of the next one, in capitals or not", () => {
  const sequence = new KeySequence(K3.toUpperCase());
  expect(sequence.take(K2, undefined)).toBe(true);
  expect(sequence.take(K1, undefined)).toBe(true);
});

test("the last key brings a new sequence along (XEP-0124 §15.5)", () => {
  const sequence = new KeySequence(K2);
  expect(sequence.take(K1, L2)).toBe(true);
  expect(sequence.take(K1, undefined)).toBe(false);
  expect(sequence.take(keys("another", 1)[0], undefined)).toBe(true);
});

test.each([
  ["no key", undefined],
  ["the same key again", K3],
  ["a key of another sequence", L2],
  ["no hash at all", "__proto__"],
])("%s is not the next one", (_, key) => {
  expect(new KeySequence(K3).take(key, undefined)).toBe(false);
});

test("without a first key none is expected", () => {
  const sequence = new KeySequence(undefined);
  expect(sequence.take(undefined, undefined)).toBe(true);
  expect(sequence.take("whatever", undefined)).toBe(true);
  expect(sequence.take(undefined, undefined)).toBe(true);
});
