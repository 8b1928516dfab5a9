import { StanzaError } from "@yonder/protocol";
import { expect, test } from "vitest";
import { openHouse } from "../features/house.fixture.ts";
import type { AccountChange } from "../store/store.ts";

const ALICE = "alice@example.com/web";

async function house() {
  const house = await openHouse([]);
  const alice = house.account("alice");
  const change = (kind: AccountChange["kind"], epoch = alice.epoch + 1) =>
    house.memory.changeAccount({ kind, id: alice.id, username: "alice", epoch });
  return { house, alice, change };
}

test("the sessions of an account that is removed end, and those of one with a new password", async () => {
  for (const [kind, condition] of [
    ["removed", "not-authorized"],
    ["credentials", "reset"],
  ] as const) {
    const { house: it, change } = await house();
    const session = await it.login(ALICE);
    change(kind);
    expect(session.streamError?.condition).toBe(condition);
  }
});

test("a session that came with the new password goes on", async () => {
  const { house: it, alice, change } = await house();
  const session = await it.login(ALICE);
  change("credentials", alice.epoch);
  expect(session.streamError).toBeUndefined();
});

test("whoever administers the server, or does so no longer, is that at once, on the session that they have", async () => {
  const { house: it, change, alice } = await house();
  const session = await it.login(ALICE);
  const [here] = it.host.sessions.of("alice@example.com");
  for (const [kind, isAdmin] of [
    ["admin", true],
    ["admin", true],
    ["member", false],
  ] as const) {
    change(kind, alice.epoch);
    expect(here?.account.isAdmin).toBe(isAdmin);
  }
  expect(session.streamError).toBeUndefined();
});

test("who logged in before their rights were changed binds no resource", async () => {
  const { house: it, change, alice } = await house();
  change("admin", alice.epoch);
  await expect(it.login(ALICE)).rejects.toThrow(StanzaError);
});

test.each(["removed", "credentials"] as const)(
  "who logged in before an account was changed (%s) binds no resource",
  async (kind) => {
    const { house: it, change } = await house();
    change(kind);
    await expect(it.login(ALICE)).rejects.toThrow(StanzaError);
    expect(it.host.sessions.of("alice@example.com")).toEqual([]);
  },
);
