import { describe, expect, test } from "vitest";
import { Backlogs, type Laggard } from "./backlogs.ts";

const MIB = 1_048_576;

class Peer implements Laggard {
  readonly #backlogs: Backlogs;
  isCutOff = false;

  constructor(backlogs: Backlogs) {
    this.#backlogs = backlogs;
  }

  owes(bytes: number): void {
    this.#backlogs.tell(this, bytes);
  }

  cutOff(): void {
    this.isCutOff = true;
    this.owes(0);
  }
}

function peers(limit: number, count: number) {
  const backlogs = new Backlogs(limit);
  return { backlogs, peers: Array.from({ length: count }, () => new Peer(backlogs)) };
}

describe("what waits for all peers together", () => {
  test("cuts off nobody up to the limit", () => {
    const { backlogs, peers: all } = peers(4 * MIB, 4);
    for (const peer of all) peer.owes(MIB);
    expect(all.some(({ isCutOff }) => isCutOff)).toBe(false);
    expect(backlogs.total).toBe(4 * MIB);
  });

  test("cuts off those for whom most waits, and no more than it takes", () => {
    const { backlogs, peers: all } = peers(4 * MIB, 4);
    const [honest, slow, slower, slowest] = all;
    honest?.owes(100_000);
    slow?.owes(MIB);
    slower?.owes(1.5 * MIB);
    slowest?.owes(2 * MIB);
    expect(all.map(({ isCutOff }) => isCutOff)).toEqual([false, false, false, true]);
    slow?.owes(3 * MIB);
    expect(all.map(({ isCutOff }) => isCutOff)).toEqual([false, true, false, true]);
    expect(backlogs.total).toBe(100_000 + 1.5 * MIB);
  });

  test("counts what was taken as taken", () => {
    const { backlogs, peers: all } = peers(2 * MIB, 10);
    for (const peer of all) {
      peer.owes(MIB);
      peer.owes(MIB / 2);
      peer.owes(0);
    }
    expect(all.some(({ isCutOff }) => isCutOff)).toBe(false);
    expect(backlogs.total).toBe(0);
  });

  test("leaves little aside", () => {
    const { backlogs, peers: all } = peers(MIB, 1_000);
    for (const peer of all) peer.owes(30_000);
    expect(backlogs.total).toBe(0);
    all[0]?.owes(40_000);
    expect(backlogs.total).toBe(40_000);
    all[0]?.owes(30_000);
    expect(backlogs.total).toBe(0);
  });

  test("is within the limit, whatever comes and goes", () => {
    const { backlogs, peers: all } = peers(8 * MIB, 50);
    for (let n = 0; n < 5_000; n++) {
      all[(n * 7) % 50]?.owes((n * 48_271) % MIB);
      expect(backlogs.total).toBeLessThanOrEqual(8 * MIB);
    }
    for (const peer of all) peer.owes(0);
    expect(backlogs.total).toBe(0);
  });
});
