import { pino } from "pino";
import { expect, test } from "vitest";
import { Answerers } from "./answerers.ts";
import type { Line } from "./line.ts";
import { Questions } from "./questions.ts";

test("however many questions of one kind wait for their answers, one of another kind is asked", async () => {
  let seq = 0;
  const post = () => ({ seq: ++seq, listeners: Promise.resolve(1) });
  const questions = new Questions({
    line: { isUp: true, post } as Partial<Line> as Line,
    answerers: new Answerers(() => undefined),
    timers: { after: () => () => undefined, every: () => () => undefined },
    log: pino({ enabled: false }),
  });
  const polls = Array.from({ length: 20_000 }, () => questions.ask("n2", "bosh", "is there anything?", 60_000));
  expect(await questions.ask("n2", "bosh", "one too many", 60_000)).toBeUndefined();
  const moved = questions.ask("n2", "handover", "whose session is this?", 1_000);
  questions.onAnswer({ life: "", seq, isAnswered: true }, Buffer.from("mine"));
  expect(await moved).toBe("mine");
  questions.giveUp();
  expect(new Set(await Promise.all(polls))).toEqual(new Set([undefined]));
});
