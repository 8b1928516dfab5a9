import type { StreamError } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import type { NodeStatus } from "../directory/directory.ts";
import type { TransportKind } from "../transport/connection.ts";
import { Admission } from "./admission.ts";
import { Dispatch } from "./dispatch.ts";
import { type Departing, Drain, type DrainReport } from "./drain.ts";

const OTHER: NodeStatus = {
  node: "b",
  epoch: "1",
  webUrl: "https://b.example",
  c2sAddress: "b.example:5222",
  sessions: 0,
  load: 0,
  isDraining: false,
};

interface Behaviour {
  /** Milliseconds until it goes on elsewhere; undefined: never. */
  readonly leavesAfter?: number;
}

class FakeSession implements Departing {
  transport: TransportKind | undefined;
  /** When, and where to, it was sent. */
  sent: { readonly at: number; readonly to: string } | undefined;
  endedBy: string | undefined;
  readonly #house: House;
  readonly #leavesAfter: number | undefined;

  constructor(house: House, transport: TransportKind | undefined, { leavesAfter }: Behaviour) {
    this.#house = house;
    this.transport = transport;
    this.#leavesAfter = leavesAfter;
  }

  sendAway(error: StreamError, seeOtherUri?: string): void {
    this.sent = { at: this.#house.now, to: seeOtherUri ?? error.host ?? error.condition };
    this.transport = undefined;
    if (this.#leavesAfter !== undefined) this.#house.leaves(this, this.#leavesAfter);
  }

  close(error: StreamError): void {
    this.endedBy = error.condition;
    this.#house.sessions.delete(this);
  }
}

/** A node with sessions, and a clock that goes on by what is waited for. */
class House {
  now = 0;
  readonly sessions = new Set<FakeSession>();
  readonly admission: Admission;
  readonly drain: Drain;
  readonly #events: { readonly at: number; readonly happen: () => void }[] = [];

  constructor(others: readonly NodeStatus[], newsTime = 1_500) {
    const dispatch = new Dispatch({
      company: ["a"],
      nodes: () => [{ ...OTHER, node: "a" }, ...others],
      publicUrl: () => "https://chat.example",
      random: () => 0.5,
    });
    this.admission = new Admission({ dispatch, isOverloaded: () => false });
    this.drain = new Drain({
      admission: this.admission,
      dispatch,
      newsTime,
      sessions: () => this.sessions,
      now: () => this.now,
      wait: async (milliseconds) => this.#pass(milliseconds),
    });
  }

  add(transport: TransportKind | undefined, behaviour: Behaviour = { leavesAfter: 300 }): FakeSession {
    const session = new FakeSession(this, transport, behaviour);
    this.sessions.add(session);
    return session;
  }

  leaves(session: FakeSession, after: number): void {
    this.at(this.now + after, () => this.sessions.delete(session));
  }

  at(at: number, happen: () => void): void {
    this.#events.push({ at, happen });
  }

  #pass(milliseconds: number): void {
    this.now += milliseconds;
    for (const { at, happen } of this.#events) if (at > this.now - milliseconds && at <= this.now) happen();
  }
}

function drained(report: DrainReport): DrainReport & { readonly kind: "drained" } {
  if (report.kind !== "drained") throw new Error(report.kind);
  return report;
}

describe("draining", () => {
  test("sends each session to another node by its transport, and is done when they have gone", async () => {
    const house = new House([OTHER]);
    const page = house.add("websocket");
    const phone = house.add("tcp");
    expect(await house.drain.run()).toEqual({ kind: "drained", moved: 2, ended: 0, milliseconds: 300 });
    expect(page.sent).toEqual({ at: 0, to: "wss://b.example/xmpp-websocket" });
    expect(phone.sent).toEqual({ at: 0, to: "b.example:5222" });
    expect(house.admission.isOpen).toBe(false);
  });

  test("spreads many over a few seconds, so that the nodes that take them are not overrun", async () => {
    const house = new House([OTHER]);
    const sessions = Array.from({ length: 3_000 }, () => house.add("websocket"));
    const { milliseconds, moved } = drained(await house.drain.run());
    expect(moved).toBe(3_000);
    expect(milliseconds).toBeGreaterThan(2_500);
    expect(milliseconds).toBeLessThan(5_000);
    const atOnce = Map.groupBy(sessions, ({ sent }) => sent?.at).values();
    expect(Math.max(...[...atOnce].map(({ length }) => length))).toBe(100);
  });

  test("sends on who came in the meantime", async () => {
    const house = new House([OTHER]);
    house.add("websocket", { leavesAfter: 900 });
    const draining = house.drain.run();
    const late = house.add("tcp");
    expect(await draining).toMatchObject({ moved: 2, ended: 0 });
    expect(late.sent?.to).toBe("b.example:5222");
  });

  test("tells those whose transport has no address elsewhere that this node stops", async () => {
    const house = new House([{ ...OTHER, webUrl: undefined, c2sAddress: undefined }]);
    const phone = house.add("tcp");
    await house.drain.run();
    expect(phone.sent?.to).toBe("system-shutdown");
  });

  test("ends who has not gone after eight seconds", async () => {
    const house = new House([OTHER]);
    const stubborn = house.add("tcp", {});
    house.add("websocket");
    expect(await house.drain.run()).toEqual({ kind: "drained", moved: 1, ended: 1, milliseconds: 8_000 });
    expect([stubborn.sent?.to, stubborn.endedBy]).toEqual(["b.example:5222", "system-shutdown"]);
  });

  test("waits a little for those whose connection is lost", async () => {
    const house = new House([OTHER]);
    const lost = house.add(undefined);
    const back = house.add(undefined);
    house.leaves(back, 1_000);
    house.add("websocket");
    expect(await house.drain.run()).toEqual({ kind: "drained", moved: 2, ended: 1, milliseconds: 3_000 });
    expect([lost.sent, lost.endedBy]).toEqual([undefined, "system-shutdown"]);
  });

  test("waits for news of a node that has just come up", async () => {
    const others: NodeStatus[] = [];
    const house = new House(others);
    const phone = house.add("tcp");
    house.at(1_000, () => others.push(OTHER));
    expect(await house.drain.run()).toMatchObject({ kind: "drained", moved: 1 });
    expect(phone.sent).toEqual({ at: 1_000, to: "b.example:5222" });
  });

  test("does nothing where nobody else could take them", async () => {
    const house = new House([{ ...OTHER, isDraining: true }]);
    const phone = house.add("tcp");
    expect(await house.drain.run()).toEqual({ kind: "alone" });
    expect(phone.sent).toBeUndefined();
    expect(house.admission.isOpen).toBe(true);
  });

  test("is done once, however often it is asked for", async () => {
    const house = new House([OTHER]);
    house.add("tcp");
    const [first, second] = await Promise.all([house.drain.run(), house.drain.run()]);
    expect(second).toBe(first);
    expect(await house.drain.run()).toBe(first);
  });
});
