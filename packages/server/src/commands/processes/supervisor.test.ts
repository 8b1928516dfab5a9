import { expect, test } from "vitest";
import { type Child, type Question, Supervisor } from "./supervisor.ts";

const ports = { http: 1, c2s: 2, c2sTls: undefined };

/** A process played by the test. */
class FakeChild implements Child {
  readonly name: string;
  readonly pid = 1;
  readonly asked: Question[] = [];
  isKilled = false;
  argument: unknown;
  /** What it answers when it is to start. */
  startsWith: () => Promise<unknown> = async () => ({ ports, firstRunLink: this.name });
  leaves = true;
  hangs = false;
  readonly #end = Promise.withResolvers<string>();

  constructor(name: string) {
    this.name = name;
  }

  get ended(): Promise<string> {
    return this.#end.promise;
  }

  async ask(question: Question, argument?: unknown): Promise<unknown> {
    this.asked.push(question);
    if (question === "start") {
      this.argument = argument;
      return this.startsWith();
    }
    if (this.hangs) return new Promise(() => undefined);
    if (question === "leave" && this.leaves) this.end("code 0");
    return `${this.name} ${question} ${argument}`;
  }

  kill(): void {
    this.isKilled = true;
    this.end("SIGKILL");
  }

  end(how: string): void {
    this.#end.resolve(how);
  }
}

function supervise(prepare: (child: FakeChild, born: number) => void = () => undefined) {
  const children: FakeChild[] = [];
  const logged: string[] = [];
  const pauses: number[] = [];
  const clock = { now: 0, look: (): void => undefined };
  const note = (fields: object, message: string) =>
    void logged.push(`${message}: ${(fields as { process: string }).process}`);
  const supervisor = new Supervisor({
    names: ["n.1", "n.2"],
    fork(name) {
      const child = new FakeChild(name);
      children.push(child);
      prepare(child, children.length);
      return child;
    },
    log: { debug: note, info: note, warn: note, error: note },
    now: () => clock.now,
    wait: async (milliseconds) => void pauses.push(milliseconds),
    timers: {
      every(_, run) {
        clock.look = run;
        return () => undefined;
      },
    },
  });
  return { supervisor, children, logged, pauses, clock };
}

/** Resolves when there are so many. */
async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { interval: 1 }).toBe(true);
}

test("the first process makes what is made once, before any other one starts", async () => {
  const first = Promise.withResolvers<unknown>();
  const { supervisor, children } = supervise((child, born) => {
    if (born === 1) child.startsWith = () => first.promise;
  });
  const starting = supervisor.start();
  expect(children.map(({ name }) => name)).toEqual(["n.1"]);
  first.resolve({ ports, firstRunLink: "the link" });
  expect(await starting).toEqual({ ports, firstRunLink: "the link" });
  expect(children.map(({ name, argument }) => [name, argument])).toEqual([
    ["n.1", { isFirst: true }],
    ["n.2", { isFirst: false }],
  ]);
});

test("when one cannot start, all are ended, and the reason is told", async () => {
  const { supervisor, children } = supervise((child, born) => {
    child.leaves = false;
    if (born === 2) child.startsWith = () => Promise.reject(new Error("port 5280: taken"));
  });
  await expect(supervisor.start()).rejects.toThrow("port 5280: taken");
  expect(children.map(({ isKilled }) => isKilled)).toEqual([true, true]);
});

test("a process that ends is started again, the later the more often it does", async () => {
  const { supervisor, children, logged, pauses, clock } = supervise();
  await supervisor.start();
  for (const count of [3, 4, 5]) {
    children.at(count === 3 ? 0 : -1)?.end("SIGKILL");
    await until(() => children.length === count);
  }
  expect(children.map(({ name }) => name)).toEqual(["n.1", "n.2", "n.1", "n.1", "n.1"]);
  expect(children.slice(2).map(({ argument }) => argument)).toEqual(Array(3).fill({ isFirst: false }));
  expect(pauses).toEqual([100, 200, 400]);
  clock.now = 60_000;
  children.at(-1)?.end("code 1");
  await until(() => children.length === 6);
  expect(pauses.at(-1)).toBe(100);
  expect(logged).toEqual(
    expect.arrayContaining(["a process has ended, and is started again: n.1", "a process serves again: n.1"]),
  );
  await supervisor.stop();
});

test("one that cannot start again is tried again, and no other one is touched", async () => {
  const { supervisor, children, logged } = supervise((child, born) => {
    if (born === 3) child.startsWith = () => Promise.reject(new Error("no"));
  });
  await supervisor.start();
  children[1]?.end("SIGKILL");
  await until(() => children.length === 4);
  expect(children.map(({ name, isKilled }) => [name, isKilled])).toEqual([
    ["n.1", false],
    ["n.2", false],
    ["n.2", true],
    ["n.2", false],
  ]);
  expect(logged).toContain("a process cannot start: n.2");
  await supervisor.stop();
});

test("one that cannot even be made is tried again", async () => {
  const { supervisor, children, logged, pauses } = supervise((_, born) => {
    if (born === 3 || born === 4) throw new Error("spawn ENOMEM");
  });
  await supervisor.start();
  children[0]?.end("SIGKILL");
  await until(() => children.length === 5);
  expect(logged.filter((line) => line === "a process cannot be made: n.1")).toHaveLength(2);
  expect(pauses).toEqual([100, 200, 400]);
  await until(() => logged.includes("a process serves again: n.1"));
  await supervisor.stop();
});

test("those that serve are asked, together or any one of them", async () => {
  const { supervisor, children } = supervise();
  await supervisor.start();
  expect(await supervisor.askAll("trace", "m1")).toEqual(["n.1 trace m1", "n.2 trace m1"]);
  children[0]?.end("SIGKILL");
  await until(() => children.length === 3);
  await expect.poll(() => supervisor.askAll("metrics"), { interval: 1 }).toHaveLength(2);
  expect(await supervisor.askOne("trace", "m2")).toMatch(/trace m2/);
  await supervisor.stop();
  await expect(supervisor.askOne("trace")).rejects.toThrow("No process serves");
});

test("told to stop, all leave, and none is started again", async () => {
  const { supervisor, children, logged } = supervise();
  await supervisor.start();
  await supervisor.stop();
  expect(children.map(({ asked }) => asked.at(-1))).toEqual(["leave", "leave"]);
  expect(children).toHaveLength(2);
  expect(logged).toEqual([]);
});

test("one that does not answer is killed and started again, and no other one is", async () => {
  const { supervisor, children, logged, clock } = supervise();
  await supervisor.start();
  const [first, second] = children;
  if (second) second.hangs = true;
  for (let looks = 0; looks < 6; looks += 1) {
    clock.look();
    await new Promise(setImmediate);
  }
  expect(children.map(({ isKilled }) => isKilled)).toEqual([false, false]);
  clock.look();
  await until(() => children.length === 3);
  expect([first?.isKilled, second?.isKilled, children[2]?.name]).toEqual([false, true, "n.2"]);
  expect(first?.asked.filter((question) => question === "alive").length).toBeGreaterThan(1);
  expect(logged).toContain("a process does not answer, and is killed: n.2");
  await supervisor.stop();
});
