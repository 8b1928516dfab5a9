import { expect, test } from "vitest";
import { readTabState, type TabState, writeTabState } from "./tab-state.ts";

function kept(state: TabState): TabState | undefined {
  let text: string | undefined;
  const store = {
    read: () => text,
    write(next: string | undefined) {
      text = next;
    },
  };
  writeTabState(store, state);
  return readTabState(store);
}

const message = {
  ...{ key: "m1", id: "m1", peer: "bob@x", isOwn: true, body: "∞", state: "waiting" as const, at: 1 },
  place: Number.POSITIVE_INFINITY,
};

test("a message that is not sent yet has the last place again in the next page", () => {
  const state: TabState = { address: "alice@x", unwritten: { messages: [message] } };
  expect(kept(state)).toEqual(state);
});

test("what is too much for the browser is left out, and the rest is kept", () => {
  const body = "long ".repeat(300_000);
  const state: TabState = { address: "alice@x", unwritten: { messages: [{ ...message, body }] } };
  expect(kept(state)).toEqual({ address: "alice@x" });
});
