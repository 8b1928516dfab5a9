import { NS, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { Unacked } from "./unacked.ts";

function send(unacked: Unacked, ...archiveIds: (number | undefined)[]): void {
  for (const archiveId of archiveIds)
    unacked.push({ stanza: xml("message", NS.client), archiveId, reachedTo: undefined });
}

test("a count takes out what it covers, oldest first", () => {
  const unacked = new Unacked();
  send(unacked, 1, undefined, 3, 4);
  expect(unacked.acknowledge(3)).toMatchObject([{ archiveId: 1 }, { archiveId: undefined }, { archiveId: 3 }]);
  expect(unacked.acknowledge(3)).toEqual([]);
  expect(unacked.acknowledge(1)).toEqual([]);
  expect(unacked.size).toBe(1);
});

test("a count beyond what was sent is too high", () => {
  const unacked = new Unacked();
  send(unacked, 1);
  expect(unacked.acknowledge(2)).toBe("too-high");
  expect(unacked.acknowledge(2 ** 32 - 1)).toBe("too-high");
  expect(unacked.size).toBe(1);
});

test("the counter goes from 2^32-1 to 0", () => {
  const unacked = new Unacked(2 ** 32 - 2);
  send(unacked, 1, 2, 3);
  expect(unacked.sentCount).toBe(1);
  expect(unacked.acknowledge(2 ** 32 - 1)).toMatchObject([{ archiveId: 1 }]);
  expect(unacked.acknowledge(0)).toMatchObject([{ archiveId: 2 }]);
  expect(unacked.acknowledge(2)).toBe("too-high");
  expect(unacked.acknowledge(1)).toMatchObject([{ archiveId: 3 }]);
});
