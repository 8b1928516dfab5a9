import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer } from "./endpoint.ts";
import { Mailer } from "./mailer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const mailer = new Mailer(pino({ level: "silent" }));
  const send = (...answers: (number | Error | Answer)[]) => {
    const letter = { posted: 0, gone: 0 };
    mailer.send({
      async post() {
        letter.posted += 1;
        const answer = answers[letter.posted - 1] ?? 201;
        if (answer instanceof Error) throw answer;
        return typeof answer === "number" ? { status: answer, retryAfter: undefined } : answer;
      },
      onGone: () => {
        letter.gone += 1;
      },
    });
    return letter;
  };
  return { mailer, send };
}

test("a letter that is taken is posted once", async () => {
  const { send } = open();
  const letter = send(201);
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(letter).toEqual({ posted: 1, gone: 0 });
});

test.each([404, 410, 403])("an address that answers %d is gone", async (status) => {
  const { send } = open();
  const letter = send(status);
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(letter).toEqual({ posted: 1, gone: 1 });
});

test("what cannot be taken now is tried again, later each time, and given up", async () => {
  const { send } = open();
  const letter = send(500, new Error("away"), 429, 503, 201);
  const posted: number[] = [];
  for (const wait of [0, 5_000, 30_000, 120_000, 1_000_000]) {
    await vi.advanceTimersByTimeAsync(wait);
    posted.push(letter.posted);
  }
  expect(posted).toEqual([1, 2, 3, 4, 4]);
});

test("a push service may say when, within reason", async () => {
  const { send } = open();
  const letter = send({ status: 429, retryAfter: 60 }, { status: 429, retryAfter: 86_400 });
  await vi.advanceTimersByTimeAsync(59_000);
  expect(letter.posted).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(letter.posted).toBe(2);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(letter.posted).toBe(3);
});

test("what is refused for good is not tried again", async () => {
  const { send } = open();
  const letter = send(400);
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(letter).toEqual({ posted: 1, gone: 0 });
});

test("some go at a time, so many may wait, and nothing goes once it is stopped", async () => {
  const { mailer } = open();
  const release = Promise.withResolvers<void>();
  let [posted, done] = [0, 0];
  for (let i = 0; i < 2_000; i += 1)
    mailer.send({
      async post() {
        posted += 1;
        await release.promise;
        done += 1;
        return { status: 201, retryAfter: undefined };
      },
      onGone: () => undefined,
    });
  expect(posted).toBe(16);
  release.resolve();
  await vi.advanceTimersByTimeAsync(0);
  await expect.poll(() => done).toBe(1_016);
  mailer.stop();
  mailer.send({ post: () => Promise.reject(new Error("posted")), onGone: () => undefined });
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(posted).toBe(1_016);
});
