import { createRoot, createSignal } from "solid-js";
import { expect, it } from "vitest";
import { createLoaded } from "./loaded.ts";

/** Answers that are given by hand, in the order of asking. */
function createAnswers() {
  const asked: PromiseWithResolvers<string>[] = [];
  return {
    asked,
    ask() {
      const next = Promise.withResolvers<string>();
      asked.push(next);
      return next.promise;
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it("is there once it is loaded, and another when what it is made from changes", async () => {
  const { ask, asked } = createAnswers();
  const [of, setOf] = createSignal(1);
  const value = createRoot(() => createLoaded(() => (of() ? ask() : undefined))[0]);
  expect(value()).toBeUndefined();
  asked[0]?.resolve("first");
  await settled();
  expect(value()).toBe("first");
  setOf(2);
  asked[1]?.resolve("second");
  await settled();
  expect(value()).toBe("second");
  setOf(0);
  expect(asked).toHaveLength(2);
});

it("drops an answer that was overtaken", async () => {
  const { ask, asked } = createAnswers();
  const [of, setOf] = createSignal(1);
  const value = createRoot(() => createLoaded(() => (of() ? ask() : undefined))[0]);
  setOf(2);
  asked[1]?.resolve("second");
  asked[0]?.resolve("first");
  await settled();
  expect(value()).toBe("second");
});

it("is nothing where it fails, and what is put in its place", async () => {
  const { ask, asked } = createAnswers();
  const [value, set] = createRoot(() => createLoaded(ask));
  asked[0]?.reject(new Error("no connection"));
  await settled();
  expect(value()).toBeUndefined();
  set("other");
  expect(value()).toBe("other");
});
