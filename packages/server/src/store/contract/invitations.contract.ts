import { expect, test } from "vitest";
import { keysOf, type OpenWorld, openCouple } from "./store-world.contract.ts";

const day = 86_400_000;

export function invitationsContract(openWorld: OpenWorld): void {
  async function invite(uses = 1, kind: "admin" | "account" | "contact" = "account") {
    const world = await openWorld();
    const couple = await openCouple(world);
    const expiresAt = new Date(world.clock.time + day);
    const inviter = kind === "admin" ? undefined : couple.alice.id;
    const token = await couple.store.invitations.create({ kind, inviter, expiresAt, uses });
    return { world, ...couple, token, expiresAt };
  }

  test("an invitation is found by its token and tells who invites", async () => {
    const { store, alice, token, expiresAt } = await invite(2, "contact");
    expect(await store.invitations.find(token)).toEqual({ kind: "contact", inviter: alice, expiresAt, usesLeft: 2 });
    expect(await store.invitations.find(`${token}x`)).toBeUndefined();
  });

  test("an invitation keeps what belongs to it", async () => {
    const { store, alice, expiresAt } = await invite();
    const wanted = { kind: "contact", inviter: alice.id, expiresAt, uses: 1, details: '{"to":"a"}' } as const;
    const token = await store.invitations.create(wanted);
    expect(await store.invitations.find(token)).toMatchObject({ details: '{"to":"a"}' });
  });

  test("tokens differ and cannot be guessed", async () => {
    const { store, token, expiresAt } = await invite();
    const other = await store.invitations.create({ kind: "account", expiresAt, uses: 1 });
    expect(other).not.toBe(token);
    expect(token).toMatch(/^[\w-]{22}$/);
  });

  test("one account makes only so many before they expire", async () => {
    const { world, store, alice, bob, expiresAt } = await invite();
    const more = (inviter: number | undefined) =>
      store.invitations.create({ kind: "account", inviter, expiresAt, uses: 1 });
    await Promise.all(Array.from({ length: 99 }, () => more(alice.id)));
    await expect(more(alice.id)).rejects.toMatchObject({ code: "full" });
    await more(bob.id);
    await more(undefined);
    world.clock.time += day;
    const later = { kind: "account", inviter: alice.id, expiresAt: new Date(world.clock.time + day), uses: 1 } as const;
    await expect(store.invitations.create(later)).resolves.toBeDefined();
  });

  test("it makes as many accounts as it has uses", async () => {
    const { store, token } = await invite(2);
    expect(await store.invitations.redeem(token, "carol", keysOf(3))).toMatchObject({
      username: "carol",
      isAdmin: false,
    });
    expect(await store.accounts.credentials("carol")).toMatchObject(keysOf(3));
    const both = await Promise.allSettled([
      store.invitations.redeem(token, "dave", keysOf(4)),
      store.invitations.redeem(token, "erin", keysOf(5)),
    ]);
    expect(both.map((it) => it.status)).toEqual(["fulfilled", "rejected"]);
    expect(both[1]).toMatchObject({ reason: { code: "not-found" } });
    expect(await store.accounts.find("erin")).toBeUndefined();
    expect(await store.invitations.find(token)).toBeUndefined();
  });

  test("a name that is taken uses nothing up", async () => {
    const { store, token } = await invite();
    await expect(store.invitations.redeem(token, "bob", keysOf(3))).rejects.toMatchObject({ code: "conflict" });
    expect(await store.invitations.find(token)).toMatchObject({ usesLeft: 1 });
  });

  test("an administrator's invitation makes an administrator", async () => {
    const { store, token } = await invite(1, "admin");
    expect(await store.invitations.redeem(token, "root", keysOf(3))).toMatchObject({ isAdmin: true });
  });

  test("one to become a contact is spent as often as it has uses, for its inviter alone", async () => {
    const { store, alice, bob, token } = await invite(1, "contact");
    expect(await store.invitations.spend(token, bob.id)).toBe(false);
    expect(await store.invitations.spend(`${token}x`, alice.id)).toBe(false);
    expect(await store.invitations.spend(token, alice.id)).toBe(true);
    expect(await store.invitations.spend(token, alice.id)).toBe(false);
    const late = await invite(1, "contact");
    late.world.clock.time += day;
    expect(await late.store.invitations.spend(late.token, late.alice.id)).toBe(false);
    const forAccount = await invite(1, "account");
    expect(await forAccount.store.invitations.spend(forAccount.token, forAccount.alice.id)).toBe(false);
  });

  test("it ends with its time, and with its inviter", async () => {
    const expired = await invite();
    expired.world.clock.time += day;
    expect(await expired.store.invitations.find(expired.token)).toBeUndefined();
    const late = expired.store.invitations.redeem(expired.token, "carol", keysOf(3));
    await expect(late).rejects.toMatchObject({ code: "not-found" });
    const orphan = await invite();
    await orphan.store.accounts.remove("alice");
    expect(await orphan.store.invitations.find(orphan.token)).toBeUndefined();
  });

  test("a setting is kept until it is removed", async () => {
    const world = await openWorld();
    const store = await world.open();
    expect(await store.settings.get("secret")).toBeUndefined();
    await store.settings.set("secret", "a");
    await store.settings.set("secret", "b");
    await store.close();
    const reopened = await world.open();
    expect(await reopened.settings.get("secret")).toBe("b");
    await reopened.settings.set("secret", undefined);
    expect(await reopened.settings.get("secret")).toBeUndefined();
  });

  test("a secret that two make at once is one", async () => {
    const world = await openWorld();
    const [node, tool] = [await world.open(), await world.open("tool")];
    const [one, other] = await Promise.all([node.settings.ensure("secret", "a"), tool.settings.ensure("secret", "b")]);
    expect(one).toBe(other);
    expect(await node.settings.get("secret")).toBe(one);
  });
}
