import { expect, test } from "vitest";
import type { AcceptRequest } from "./store.ts";
import { StoreError } from "./store-error.ts";
import { WriteQueue } from "./write-queue.ts";

const lost = new StoreError("unavailable", "The connection broke.", { isOutcomeUnknown: true });

function openQueue() {
  let time = 0;
  let begun = 0;
  let timers: (() => void)[] = [];
  const after = (_: number, run: () => void) => {
    timers.push(run);
    return () => undefined;
  };
  const begin = () => {
    begun += 1;
  };
  const queue = new WriteQueue({ elapsed: () => time, timers: { every: () => () => undefined, after }, begin });
  return {
    queue,
    begun: () => begun,
    runTimers: () => {
      const due = timers;
      timers = [];
      for (const run of due) run();
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

const from = (sender: number, body: string): AcceptRequest => ({
  from: sender,
  toUsername: "bob",
  senderPeer: "bob@localhost",
  recipientPeer: `${sender}@localhost`,
  xml: `<message><body>${body}</body></message>`,
  originId: body,
  isPending: true,
});

const bodies = (queue: WriteQueue) => queue.take()?.operations.map(({ request, name }) => request?.originId ?? name);

/** What becomes of a promise, in words. */
const fate = (promise: Promise<unknown>) =>
  promise.then(
    () => "written",
    (error: StoreError) => (error.isOutcomeUnknown ? "unknown" : "withdrawn"),
  );

test("what a sender wrote behind a message that failed is withdrawn, so that none is written before it; others' go on", async () => {
  const { queue } = openQueue();
  const first = fate(queue.push(from(1, "one"), "", []));
  expect(bodies(queue)).toEqual(["one"]);
  const second = fate(queue.push(from(1, "two"), "", []));
  const call = fate(queue.push(undefined, "setSetting", []));
  const others = fate(queue.push(from(2, "hello"), "", []));
  queue.settle(() => ({ error: lost }), false);
  expect([await first, await second]).toEqual(["unknown", "withdrawn"]);
  expect(bodies(queue)).toEqual(["setSetting", "hello"]);
  queue.settle(() => ({ value: undefined }), true);
  expect([await call, await others]).toEqual(["written", "written"]);
});

test("what waited too long takes what its sender wrote since along", async () => {
  const { queue, pass } = openQueue();
  const first = fate(queue.push(from(1, "one"), "", []));
  pass(9_000);
  const second = fate(queue.push(from(1, "two"), "", []));
  const others = fate(queue.push(from(2, "hello"), "", []));
  pass(2_000);
  queue.expire(1_000);
  expect([await first, await second]).toEqual(["withdrawn", "withdrawn"]);
  expect(bodies(queue)).toEqual(["hello"]);
  queue.settle(() => ({ value: undefined }), true);
  expect(await others).toBe("written");
});

test("a batch that hangs may be written after all, and what was behind it is not", async () => {
  const { queue, pass } = openQueue();
  const first = fate(queue.push(from(1, "one"), "", []));
  queue.take();
  pass(9_500);
  const second = fate(queue.push(from(1, "two"), "", []));
  pass(1_000);
  queue.expire(500);
  expect([await first, await second]).toEqual(["unknown", "withdrawn"]);
  queue.settle(() => ({ value: undefined }), true);
  expect(queue.take()).toBeUndefined();
});

test("what was acknowledged while a slow batch was under way is written right behind it, without another message", () => {
  const { queue, begun, runTimers } = openQueue();
  void queue.push(from(1, "one"), "", []);
  queue.take();
  queue.acknowledge(7, 40);
  runTimers();
  expect(begun()).toBe(0);
  queue.settle(() => ({ value: undefined }), true);
  expect(begun()).toBe(1);
  expect(queue.take()?.acknowledged).toEqual(new Map([[7, 40]]));
});

test("who has read something waits until what was under way then is answered, overdue or lost, and no longer", async () => {
  const { queue, pass } = openQueue();
  const order: string[] = [];
  const push = (body: string) =>
    queue.push(from(1, body), "", []).then(
      () => order.push(body),
      () => order.push(`${body} failed`),
    );
  const settled = (name: string) => void queue.settled().then(() => order.push(name));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  void push("one");
  settled("nothing is under way");
  await turn();
  queue.take();
  settled("one is");
  void push("two");
  await turn();
  expect(order).toEqual(["nothing is under way"]);
  queue.settle(() => ({ value: undefined }), true);
  await turn();
  queue.take();
  settled("two is");
  pass(1_000);
  queue.expire(500);
  await turn();
  settled("two is lost");
  queue.die(lost);
  await turn();
  expect(order).toEqual(["nothing is under way", "one", "one is", "two failed", "two is", "two is lost"]);
});
