import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer } from "./endpoint.ts";
import { Mailer } from "./mailer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TO = { owner: 1, address: "https://push.example.net/x" };

/** Letters that are not answered until the test says so, for so many browsers of each of so many owners. */
function hold(mailer: Mailer, owners: number, browsers = 1) {
  const release = Promise.withResolvers<void>();
  const seen = { posted: [] as number[], done: 0, release: () => release.resolve() };
  for (let i = 0; i < owners * browsers; i += 1) {
    const owner = Math.floor(i / browsers);
    mailer.send({
      owner,
      address: `https://push.example.net/${i}`,
      async post() {
        seen.posted.push(owner);
        await release.promise;
        seen.done += 1;
        return { status: 201, retryAfter: undefined };
      },
      onGone: () => undefined,
    });
  }
  return seen;
}

function open() {
  const mailer = new Mailer(pino({ level: "silent" }));
  const send = (...answers: (number | Error | Answer)[]) => {
    const letter = { posted: 0, gone: 0 };
    mailer.send({
      ...TO,
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
  const seen = hold(mailer, 2_000);
  expect(seen.posted).toHaveLength(16);
  seen.release();
  await vi.advanceTimersByTimeAsync(0);
  await expect.poll(() => seen.done).toBe(1_016);
  mailer.stop();
  mailer.send({ ...TO, post: () => Promise.reject(new Error("posted")), onGone: () => undefined });
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(seen.posted).toHaveLength(1_016);
});

test("one owner's browsers that do not answer keep nobody else waiting", () => {
  const { mailer } = open();
  expect(hold(mailer, 1, 20).posted).toEqual([0, 0, 0, 0]);
  expect(hold(mailer, 8).posted).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("of letters that wait for one address only the last is posted", async () => {
  const { send } = open();
  const first = send(500);
  await vi.advanceTimersByTimeAsync(0);
  const [second, third] = [send(201), send(201)];
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect([first.posted, second.posted, third.posted]).toEqual([1, 0, 1]);
});
