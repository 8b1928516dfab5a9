import { NS, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { type Arrival, Intake } from "./intake.ts";
import { intakeState } from "./intake-state.ts";

const arrival = (archiveId: number, after?: number): Arrival => ({
  stanza: xml("message", NS.client, { id: String(archiveId) }),
  archiveId,
  after,
  reachedTo: undefined,
});

/** An intake whose session was given all up to there. */
function openAt(head: number): Intake {
  const intake = new Intake();
  intake.begin();
  intake.release(head);
  return intake;
}

const ids = (arrivals: readonly Arrival[] | undefined) => arrivals?.map(({ archiveId }) => archiveId);

test("what follows on what it was given is given, and never twice", () => {
  const intake = openAt(5);
  expect(intake.take(arrival(7, 5))).toBe("give");
  expect(intake.take(arrival(9, 7))).toBe("give");
  expect(intake.take(arrival(7, 5))).toBe("known");
  expect(intake.take(arrival(9, 7))).toBe("known");
  expect(intake.take(arrival(4, 3))).toBe("known");
});

test("a message before which another one is missing waits until that was given", () => {
  const intake = openAt(5);
  expect(intake.take(arrival(9, 7))).toBe("missed");
  expect(intake.take(arrival(10, 9))).toBe("hold");
  expect(intake.hasGap).toBe(true);
  expect(intake.begin()?.()).toBe(true);
  expect(intake.flush(7)).toBe(true);
  expect(ids(intake.release())).toEqual([9, 10]);
  expect(intake.hasGap).toBe(false);
  expect(intake.take(arrival(7, 5))).toBe("known");
  expect(intake.take(arrival(11, 10))).toBe("give");
});

test("what waits is not given again when the store has brought it", () => {
  const intake = openAt(5);
  intake.take(arrival(9, 7));
  intake.begin();
  for (const id of [7, 9]) intake.flush(id);
  expect(ids(intake.release())).toEqual([]);
});

test("what came twice while it waited is given once", () => {
  const intake = openAt(5);
  intake.take(arrival(9, 7));
  intake.take(arrival(9, 7));
  intake.begin();
  intake.flush(7);
  expect(ids(intake.release())).toEqual([9]);
});

test("a second gap among what waits is filled before any of it is given", () => {
  const intake = openAt(5);
  intake.take(arrival(9, 7));
  intake.take(arrival(12, 11));
  intake.begin();
  intake.flush(7);
  expect(intake.release()).toBeUndefined();
  for (const id of [9, 11, 12]) intake.flush(id);
  expect(ids(intake.release())).toEqual([]);
});

test("what overtook another one while it waited is given behind it", () => {
  const intake = new Intake();
  intake.begin();
  intake.take(arrival(9, 7));
  intake.take(arrival(7, 5));
  expect(intake.release(5)).toBeUndefined();
  for (const id of [7, 9]) intake.flush(id);
  expect(ids(intake.release())).toEqual([]);
});

test("a message that is for others is no gap, and one before it that is missing is noticed", () => {
  const intake = openAt(5);
  expect(intake.passBy(7, 5)).toBe(false);
  expect(intake.take(arrival(8, 7))).toBe("give");
  expect(intake.passBy(8, 8)).toBe(false);
  expect(intake.passBy(12, 12)).toBe(true);
  expect(intake.hasGap).toBe(true);
});

test("when the store fails in the middle it is asked again, and what waits goes on waiting", () => {
  const intake = openAt(5);
  intake.take(arrival(9, 7));
  intake.begin();
  intake.interrupt();
  expect(intake.take(arrival(10, 9))).toBe("hold");
  expect(intake.begin()?.()).toBe(true);
  intake.flush(7);
  expect(ids(intake.release())).toEqual([9, 10]);
});

test("one that takes no messages any more has no gap either", () => {
  const intake = openAt(5);
  intake.take(arrival(9, 7));
  expect(ids(intake.close())).toEqual([9]);
  expect(intake.hasGap).toBe(false);
  expect(intake.passBy(12, 12)).toBe(false);
});

test("on another node it goes on where it stood, and gives nothing live before it has looked what was missed", () => {
  const before = openAt(5);
  before.take(arrival(7, 5));
  before.acknowledge(7);
  const after = Intake.of(intakeState(JSON.parse(JSON.stringify(before.state))));
  expect(after.take(arrival(9, 8))).toBe("hold");
  after.begin();
  expect(after.covered).toBe(7);
  after.flush(8);
  expect(ids(after.release())).toEqual([9]);
  expect(after.reach).toBe(7);
});

test("state that makes no sense is that of one who was given nothing", () => {
  expect(intakeState("x")).toEqual({ isOpen: false, covered: 0, acknowledged: 0, alone: [], early: [] });
  expect(intakeState(undefined)).toEqual({ isOpen: false, covered: 0, acknowledged: 0, alone: [], early: [] });
  expect(intakeState({ start: { since: "x", head: 5 } }).start).toBeUndefined();
  expect(intakeState({ start: { since: 1, head: "x" } }).start).toEqual({ since: 1 });
});

test("what it was given alone before it took messages it is not given again on another node", () => {
  const before = new Intake();
  expect(before.take(arrival(7, 5))).toBe("give");
  const after = Intake.of(intakeState(JSON.parse(JSON.stringify(before.state))));
  after.begin();
  expect([after.flush(6), after.flush(7)]).toEqual([true, false]);
});

/** One whose user gets messages from several nodes, open, and given all up to 5 since it was opened. */
function chained(): Intake {
  const intake = new Intake(true);
  intake.begin();
  intake.release(5);
  return intake;
}

test("what another session left over does not hide that one before it has not come yet", () => {
  const intake = chained();
  expect(intake.take(arrival(9))).toBe("give");
  expect(intake.take(arrival(7, 5))).toBe("give");
  expect(intake.take(arrival(9))).toBe("known");
});

test("what another session left over is given, though it was among what was missed and was not for this one then", () => {
  const intake = chained();
  intake.take(arrival(9, 7));
  intake.begin();
  intake.flush(7);
  intake.release();
  expect(intake.take(arrival(7))).toBe("give");
});

test("what another session left over waits for what was missed, and is given then", () => {
  const intake = chained();
  intake.take(arrival(9, 7));
  expect(intake.take(arrival(6))).toBe("hold");
  intake.begin();
  intake.flush(7);
  expect(ids(intake.release())).toEqual([9, 6]);
});

test("what another session left over is not given again when it was pending", () => {
  const intake = new Intake(true);
  intake.begin();
  intake.flush(4);
  intake.release(5);
  expect(intake.take(arrival(4))).toBe("known");
});

test("what comes twice to one that takes no messages is given once", () => {
  const intake = chained();
  intake.close();
  expect(intake.take(arrival(5, 4))).toBe("known");
  expect(intake.take(arrival(9, 5))).toBe("give");
  expect(intake.take(arrival(9, 5))).toBe("known");
});
