import { pino } from "pino";
import { expect, test } from "vitest";
import type { Frame, OutcomesPart } from "./frame.ts";
import { Reception } from "./reception.ts";
import { turn } from "./relay.contract.ts";
import type { Envelope } from "./relay.ts";

const head = { to: "bob@localhost", deliveries: [], size: 11 };
const frame = (seq: number, count: number, more: Partial<Frame> = {}): Frame => ({
  v: 1,
  from: "n2",
  life: "Zk",
  seq,
  envelopes: Array(count).fill(head),
  ...more,
});
const texts = (count: number): Buffer => Buffer.from("<presence/>".repeat(count));

function open(): { reception: Reception; seen: (Envelope | Frame)[]; told: OutcomesPart[] } {
  const seen: (Envelope | Frame)[] = [];
  const told: OutcomesPart[] = [];
  const reception = new Reception({
    receive(envelope) {
      seen.push(envelope);
      return { kind: "delivered", sessions: 1 };
    },
    onQuestion: (question) => void seen.push(question),
    report: (_, part) => void told.push(part),
    log: pino({ level: "silent" }),
  });
  return { reception, seen, told };
}

test("a flood is handed over two hundred envelopes a turn, in order, and a frame is answered when it is done", async () => {
  const { reception, seen, told } = open();
  reception.take(frame(1, 150), texts(150));
  reception.take(frame(2, 300), texts(300));
  reception.take(frame(3, 0, { question: "topic" }), texts(0));
  expect(seen).toHaveLength(200);
  expect(told.map(({ seq, codes }) => [seq, codes.length])).toEqual([[1, 150]]);
  await turn();
  expect(seen).toHaveLength(400);
  await turn();
  expect(seen).toHaveLength(451);
  expect(seen.at(-1)).toMatchObject({ question: "topic" });
  expect(told.map(({ seq, codes }) => [seq, codes.length])).toEqual([
    [1, 150],
    [2, 300],
  ]);
  await turn();
  reception.take(frame(4, 1), texts(1));
  expect(seen).toHaveLength(452);
});

test("beyond what may wait nothing is taken", async () => {
  const { reception, seen } = open();
  const long = Buffer.alloc(33 * 1024 * 1024);
  expect(reception.take(frame(1, 201), texts(201))).toBe(true);
  expect(reception.take(frame(2, 1), long)).toBe(true);
  expect(reception.take(frame(3, 1), long)).toBe(true);
  expect(reception.take(frame(4, 1), texts(1))).toBe(false);
  await turn();
  expect(reception.take(frame(5, 1), texts(1))).toBe(true);
  expect(seen).toHaveLength(202);
});

test("what waits when it closes is not taken any more", async () => {
  const { reception, seen, told } = open();
  reception.take(frame(1, 300), texts(300));
  await reception.close();
  expect(seen).toHaveLength(200);
  expect(told[0]?.codes).toEqual([...Array(200).fill(1), ...Array(100).fill(-2)]);
  expect(reception.take(frame(2, 1), texts(1))).toBe(false);
});
