import { Jid, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { Request } from "./draft.ts";
import { Errands } from "./errands.ts";
import { conditionIn, ROOM, Stage } from "./stage.fixture.ts";

function request(who: string, id: string): Request {
  const from = Jid.parse(`${who}@example.com/pda`);
  const stanza = parseElement(`<iq xmlns='jabber:client' type='get' id='${id}' from='${from}' to='${ROOM}'><q/></iq>`);
  return { stanza, from, to: Jid.parse(ROOM), node: "node-1" } as unknown as Request;
}

const answer = (text: string) => async () => [parseElement(`<answer>${text}</answer>`)];
const settled = () => new Promise((resolve) => setImmediate(resolve));

function open() {
  const told: string[] = [];
  const errands = new Errands((_, { jid }, stanza) => told.push(`${jid}: ${serialize(stanza)}`));
  return { errands, told, room: new Stage().room };
}

test("a session's questions are answered one after the other, those of another one beside them", async () => {
  const { errands, told, room } = open();
  const { promise, resolve } = Promise.withResolvers<void>();
  errands.run(room, request("hag", "q1"), () => promise.then(answer("first")));
  errands.run(room, request("hag", "q2"), answer("second"));
  errands.run(room, request("imp", "q1"), answer("aside"));
  await settled();
  expect(told).toEqual(["imp@example.com/pda: <answer>aside</answer>"]);
  resolve();
  await settled();
  expect(told.slice(1)).toEqual([
    "hag@example.com/pda: <answer>first</answer>",
    "hag@example.com/pda: <answer>second</answer>",
  ]);
});

test("a question that cannot be answered is refused, and those behind it are answered", async () => {
  const { errands, told, room } = open();
  errands.run(room, request("hag", "q1"), () => Promise.reject(new Error("no store")));
  errands.run(room, request("hag", "q2"), answer("second"));
  await settled();
  expect(told).toMatchObject([expect.stringContaining("<internal-server-error"), expect.stringContaining("second")]);
});

test("nobody asks without end before they are answered", () => {
  const { errands, room } = open();
  const ask = (id: number) => errands.run(room, request("hag", `q${id}`), () => new Promise(() => undefined));
  for (let id = 0; id < 200; id += 1) expect(ask(id).effects).toEqual([]);
  const [refusal] = ask(200).effects;
  expect(conditionIn(refusal?.kind === "tell" ? [serialize(refusal.stanza)] : [])).toBe("resource-constraint");
});
