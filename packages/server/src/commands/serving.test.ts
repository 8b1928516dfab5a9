import { pino } from "pino";
import { expect, test } from "vitest";
import { StoreError } from "../store/store.ts";
import { leave } from "./serving.ts";

test("a node whose sessions' last acknowledgements cannot be written stops in order all the same, and says so", async () => {
  const away = new StoreError("unavailable", "The store does not answer in time.");
  const done: string[] = [];
  const node = {
    drain: async () => Promise.reject(away),
    stop: async () => void done.push("stopped"),
  };
  await expect(leave(node, pino({ enabled: false }))).rejects.toBe(away);
  expect(done).toEqual(["stopped"]);
});
