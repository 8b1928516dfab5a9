import { expect, test } from "vitest";
import { Dialogue, DialogueError, type Handler, type MessageLine } from "./dialogue.ts";

/** The two ends of one line. */
function lines(): [MessageLine, MessageLine] {
  const listeners: ((message: unknown) => void)[] = [];
  const end = (own: number, other: number): MessageLine => ({
    send: (message) => queueMicrotask(() => listeners[other]?.(structuredClone(message))),
    onMessage: (listener) => {
      listeners[own] = listener;
    },
  });
  return [end(0, 1), end(1, 0)];
}

function dialogue(handlers: Readonly<Record<string, Handler>>): { one: Dialogue; other: Dialogue } {
  const [near, far] = lines();
  const describe = (error: unknown) => (error as Error).message;
  return {
    one: new Dialogue(near, { greet: async () => "from one" }, describe),
    other: new Dialogue(far, handlers, describe),
  };
}

test("both sides ask, and each question gets its own answer", async () => {
  const { one, other } = dialogue({ double: async (value) => Number(value) * 2 });
  const answers = await Promise.all([one.ask("double", 2), one.ask("double", 3), other.ask("greet")]);
  expect(answers).toEqual([4, 6, "from one"]);
});

test("who refuses says why", async () => {
  const { one } = dialogue({ fail: () => Promise.reject(new Error("not today")) });
  await expect(one.ask("fail")).rejects.toEqual(new DialogueError("not today"));
  await expect(one.ask("dance")).rejects.toThrow("nobody here knows how to dance");
});

test("who has ended answers nothing, now or later", async () => {
  const { one } = dialogue({ wait: () => new Promise(() => undefined) });
  const asked = one.ask("wait");
  one.end();
  await expect(asked).rejects.toThrow("the process has ended");
  await expect(one.ask("wait")).rejects.toThrow("the process has ended");
});
