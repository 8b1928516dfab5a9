import { expect, test } from "vitest";
import { Emitter } from "../../emitter.ts";
import type { Engine } from "../../engine.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Events } from "../../types.ts";
import { Mirror } from "./mirror.ts";

test("what is stored only after the lead was handed over is sent all the same", async () => {
  const stored: (() => void)[] = [];
  const storage = { write: () => new Promise<void>((resolve) => stored.push(resolve)) } as Partial<Storage> as Storage;
  const mirror = new Mirror({
    storage,
    channel: { postMessage: () => {}, close: () => {}, onmessage: null },
    emitter: new Emitter<Events>(() => {}),
    locks: undefined,
    log: (event) => expect.fail(event),
    isVisible: () => false,
    onSilence: () => expect.fail("silence"),
  });
  let adoptions = 0;
  const adopt = async () => {
    adoptions += 1;
    if (adoptions === 1) mirror.api.send("bob@example.com", "At the very last moment");
  };
  const engine = { setVisible: () => {}, others: { adopt } } as unknown as Engine;
  await mirror.handOver(engine, true);
  expect(stored).toHaveLength(1);
  for (const resolve of stored) resolve();
  await expect.poll(() => adoptions).toBe(2);
});
