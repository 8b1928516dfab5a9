import { Jid, NS, StanzaError, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { Gate, type Way } from "./gate.ts";
import type { Verdict } from "./keeper.ts";
import type { Incoming } from "./wire.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A gate, with hands on what lies behind it: each stanza that goes through waits for its verdict. */
function stage() {
  let [now, isFound] = [0, true];
  const due: { at: number; act: () => void }[] = [];
  const through: { body: string; settle: (verdict: Verdict) => void }[] = [];
  const way: Way = (incoming) =>
    new Promise((resolve) => {
      const settle = (verdict: Verdict) => resolve({ verdict, fence: verdict === "done" ? 1 : undefined });
      const body = incoming.kind === "stanza" ? (incoming.stanza.childText("body") ?? "") : "";
      through.push({ body, settle });
    });
  const gate = new Gate({
    find: () => (isFound ? Promise.resolve(way) : Promise.reject(new Error("out of reach"))),
    now: () => now,
    timers: {
      after(ms, act) {
        due.push({ at: now + ms, act });
        return () => undefined;
      },
      every: () => () => undefined,
    },
  });
  return {
    gate,
    through,
    pass: (body: string) => gate.pass(saying(body)),
    lose: (isLost: boolean) => {
      isFound = !isLost;
    },
    /** Time goes by. */
    async wait(ms: number) {
      for (const end = now + ms; now < end; ) {
        now += 100;
        for (const one of due.splice(0)) {
          if (one.at <= now) one.act();
          else due.push(one);
        }
        await turn();
      }
    },
    takeAll: () => through.splice(0).map(({ body }) => body),
  };
}

function saying(body: string): Incoming {
  const stanza = xml("message", NS.client, null, xml("body", NS.client, null, body));
  return { kind: "stanza", stanza, from: Jid.parse("hag@example.com/pda"), isAdmin: false, node: "node-1" };
}

/** With a first stanza through, so that it is known who keeps the room. */
async function opened() {
  const it = stage();
  const first = it.pass("first");
  await turn();
  it.through.splice(0)[0]?.settle("done");
  await first;
  return it;
}

test("once the first one is through stanzas go in order, without waiting for each other", async () => {
  const { pass, through } = stage();
  const passed = [pass("one"), pass("two")];
  await turn();
  expect(through.map(({ body }) => body)).toEqual(["one"]);
  through[0]?.settle("done");
  await turn();
  passed.push(pass("three"));
  expect(through.map(({ body }) => body)).toEqual(["one", "two", "three"]);
  for (const { settle } of through) settle("done");
  await Promise.all(passed);
});

test("what comes back goes once more, still in order, before what came since", async () => {
  const { pass, through, wait, takeAll } = await opened();
  void pass("one");
  void pass("two");
  const [one, two] = through.splice(0);
  one?.settle("again");
  await turn();
  void pass("three");
  two?.settle("again");
  await turn();
  expect(takeAll()).toEqual(["one"]);
  await wait(300);
});

test("what comes while something may still come back waits for it, however often the room moves", async () => {
  const { pass, through, wait } = await opened();
  const heard: string[] = [];
  const next = (verdict: Verdict) => {
    for (const { body, settle } of through.splice(0)) {
      if (verdict === "done") heard.push(body);
      settle(verdict);
    }
    return turn();
  };
  void pass("one");
  void pass("two");
  const [one, two] = through.splice(0);
  two?.settle("again");
  await turn();
  void pass("three");
  await wait(500);
  expect(through).toEqual([]);
  one?.settle("again");
  await turn();
  await next("again");
  void pass("four");
  await wait(500);
  for (let n = 0; n < 4; n += 1) await next("done");
  expect(heard).toEqual(["one", "two", "three", "four"]);
});

test("what is done stays done", async () => {
  const { pass, through, takeAll } = await opened();
  const first = pass("one");
  void pass("two");
  const [one, two] = through.splice(0);
  two?.settle("again");
  one?.settle("done");
  await first;
  await turn();
  expect(takeAll()).toEqual(["two"]);
});

test("while nobody keeps the room stanzas wait, and are refused in the end", async () => {
  const { pass, lose, wait, takeAll } = stage();
  lose(true);
  const waiting = pass("one");
  await wait(5_000);
  lose(false);
  await wait(300);
  expect(takeAll()).toEqual(["one"]);
  void waiting;
  lose(true);
  const other = stage();
  other.lose(true);
  const refused = expect(other.pass("one")).rejects.toBeInstanceOf(StanzaError);
  await other.wait(21_000);
  await refused;
});

test("a gate through which nothing goes any more is idle", async () => {
  const { gate, pass, through } = stage();
  const passed = pass("one");
  expect(gate.isIdle).toBe(false);
  await turn();
  through[0]?.settle("done");
  await passed;
  expect(gate.isIdle).toBe(true);
});

test("whoever kept the room is asked no more once it is doubted", async () => {
  const { gate, pass, through, wait, takeAll } = stage();
  void pass("one");
  await turn();
  gate.doubt();
  void pass("two");
  await turn();
  expect(takeAll()).toEqual(["one"]);
  through.length = 0;
  await wait(300);
  expect(takeAll()).toEqual([]);
});
