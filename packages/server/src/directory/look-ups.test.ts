import { expect, test, vi } from "vitest";
import type { Registration } from "./directory.ts";
import { LookUps } from "./look-ups.ts";
import { Registrations } from "./registrations.ts";

const bob = "bob@localhost";
const presence = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: true };

test("look-ups of one user share a question, and what was answered is known at once", async () => {
  const { lookUps, answer, asked } = stage();
  const both = Promise.all([lookUps.lookUp(bob), lookUps.lookUp(bob)]);
  answer(["n2/desk"]);
  expect((await both).map(names)).toEqual([["n2/desk"], ["n2/desk"]]);
  await turn();
  expect(names(now(lookUps.lookUp(bob)))).toEqual(["n2/desk"]);
  expect(asked).toHaveLength(1);
});

test("a change while the question is under way: it is answered, not kept, and who looks up from then on gets a newer answer", async () => {
  const { lookUps, answer, asked } = stage();
  const before = lookUps.lookUp(bob);
  lookUps.forget(bob);
  const after = lookUps.lookUp(bob);
  expect(asked).toHaveLength(2);
  answer([]);
  answer(["n2/desk"]);
  expect([names(await before), names(await after)]).toEqual([[], ["n2/desk"]]);
});

test("whoever looks up first goes on first, though later questions are answered earlier", async () => {
  const { lookUps, asked } = stage();
  const order: number[] = [];
  const first = Promise.resolve(lookUps.lookUp(bob)).then(() => order.push(1));
  lookUps.forget(bob);
  const second = Promise.resolve(lookUps.lookUp(bob)).then(() => order.push(2));
  asked[1]?.resolve([]);
  await turn();
  expect(order).toEqual([]);
  asked[0]?.resolve([]);
  await Promise.all([first, second]);
  expect(order).toEqual([1, 2]);
});

test("an answer is asked for again when it is too old, when it is forgotten, and when all are", async () => {
  const { lookUps, answer, asked, clock } = stage();
  const known = async (): Promise<void> => {
    const found = lookUps.lookUp(bob);
    expect(found).toBeInstanceOf(Promise);
    answer([]);
    await found;
    await turn();
    expect(lookUps.lookUp(bob)).not.toBeInstanceOf(Promise);
  };
  await known();
  clock.now += 100;
  await known();
  lookUps.forget(bob);
  await known();
  lookUps.forgetAll();
  await known();
  expect(asked).toHaveLength(4);
});

test("the age of an answer counts from the question", async () => {
  const { lookUps, answer, clock } = stage();
  const found = lookUps.lookUp(bob);
  clock.now += 100;
  answer([]);
  await found;
  await turn();
  expect(lookUps.lookUp(bob)).toBeInstanceOf(Promise);
});

test("own sessions are in every answer; a resource that another node has taken is there", async () => {
  const { lookUps, own, answer } = stage();
  own.set(bob, "phone", presence);
  own.set(bob, "car", presence);
  const found = lookUps.lookUp(bob);
  answer(["n2/phone"]);
  expect(names(await found)).toEqual(["n1/car", "n2/phone"]);
  expect(own.of(bob)).toMatchObject([{ resource: "car" }]);
});

test("a resource that was taken back while the question was under way is here", async () => {
  const { lookUps, own, answer } = stage();
  const found = lookUps.lookUp(bob);
  own.set(bob, "phone", presence);
  lookUps.forget(bob);
  answer(["n2/phone", "n2/desk"]);
  expect(names(await found)).toEqual(["n1/phone", "n2/desk"]);
});

test("who cannot be asked leaves the own sessions, at once, and nothing to keep", async () => {
  const { lookUps, own, asked, answer, parts } = stage();
  own.set(bob, "phone", presence);
  const ask = vi.spyOn(parts, "ask").mockReturnValue(undefined);
  expect(names(now(lookUps.lookUp(bob)))).toEqual(["n1/phone"]);
  ask.mockRestore();
  const found = lookUps.lookUp(bob);
  answer(undefined);
  expect(names(await found)).toEqual(["n1/phone"]);
  await turn();
  void lookUps.lookUp(bob);
  expect(asked).toHaveLength(2);
});

function stage() {
  const own = new Registrations({ node: "n1", epoch: "e1" });
  const asked: PromiseWithResolvers<readonly Registration[] | undefined>[] = [];
  const clock = { now: 0 };
  const parts = {
    ask(): Promise<readonly Registration[] | undefined> | undefined {
      const question = Promise.withResolvers<readonly Registration[] | undefined>();
      asked.push(question);
      return question.promise;
    },
    own,
    onTaken: ({ user, resource }: Registration) => own.delete(user, resource),
    staleness: 100,
    now: () => clock.now,
  };
  let answered = 0;
  /** The next question that is open. */
  const answer = (sessions: readonly string[] | undefined): void => {
    asked[answered]?.resolve(sessions?.map(registration));
    answered += 1;
  };
  return { lookUps: new LookUps(parts), own, asked, answer, clock, parts };
}

function registration(name: string): Registration {
  const [node = "", resource = ""] = name.split("/");
  return { user: bob, resource, node, epoch: "e2", presence };
}

function names(answer: readonly Registration[]): string[] {
  return answer.map(({ node, resource }) => `${node}/${resource}`).sort();
}

function now<T>(value: T | Promise<T>): T {
  if (value instanceof Promise) throw new Error("It had to be asked for");
  return value;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
