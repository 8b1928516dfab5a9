import { expect, test } from "vitest";
import { type OpenWorld, openCouple } from "./store-world.contract.ts";

export function departuresContract(openWorld: OpenWorld): void {
  const at = (ms: number, status = "") => ({ at: new Date(1_800_000_000_000 + ms), status });

  test("the later of two departures is kept, whichever comes first", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    expect(await store.departures.of(alice.id)).toBeUndefined();
    await store.departures.note(alice.id, at(2, "Heading home 🏠"));
    await store.departures.note(alice.id, at(1, "Lunch"));
    expect(await store.departures.of(alice.id)).toEqual(at(2, "Heading home 🏠"));
    await store.departures.note(alice.id, at(3));
    expect(await store.departures.of(alice.id)).toEqual(at(3));
    expect(await store.departures.of(bob.id)).toBeUndefined();
  });

  test("it goes with its account, and nothing is kept of one that is gone", async () => {
    const { store, alice } = await openCouple(await openWorld());
    await store.departures.note(alice.id, at(1));
    await store.accounts.remove("alice");
    expect(await store.departures.of(alice.id)).toBeUndefined();
    await store.departures.note(alice.id, at(2));
    expect(await store.departures.of(alice.id)).toBeUndefined();
  });
}
