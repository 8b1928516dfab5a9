import { expect, test } from "vitest";
import type { Feature } from "./feature.ts";
import { inOrder } from "./start.ts";

const feature = (name: string, ...after: string[]): Feature => ({ name, after, start: () => ({}) });
const names = (features: readonly Feature[]) => features.map(({ name }) => name);

test("features start behind those they name", () => {
  expect(names(inOrder([feature("c", "b"), feature("b", "a"), feature("a")]))).toEqual(["a", "b", "c"]);
});

test("a feature that is turned off is not waited for", () => {
  expect(names(inOrder([feature("b", "off")]))).toEqual(["b"]);
});

test("features that wait for each other are named", () => {
  expect(() => inOrder([feature("a", "b"), feature("b", "a"), feature("c")])).toThrow(
    "features wait for each other: a, b",
  );
});
