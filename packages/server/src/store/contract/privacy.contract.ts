import { describe, expect, test } from "vitest";
import type { PushRegistration } from "../pushes.ts";
import type { NewReport } from "../reports.ts";
import { type OpenWorld, openCouple } from "./store-world.contract.ts";

export function privacyContract(openWorld: OpenWorld): void {
  describe("blocked addresses", () => blocksContract(openWorld));
  describe("reports", () => reportsContract(openWorld));
  describe("push registrations", () => pushesContract(openWorld));
}

function blocksContract(openWorld: OpenWorld): void {
  const open = async () => openCouple(await openWorld());

  test("an address is blocked once, until it is not", async () => {
    const { store, alice, bob } = await open();
    expect(await store.blocks.of("alice")).toEqual([]);
    expect(await store.blocks.add(alice.id, ["mallory@localhost", "evil.example", "mallory@localhost"])).toEqual([
      "mallory@localhost",
      "evil.example",
    ]);
    expect(await store.blocks.add(alice.id, ["evil.example", "Ω@localhost/🌹"])).toEqual(["Ω@localhost/🌹"]);
    await store.blocks.add(bob.id, ["mallory@localhost"]);
    expect(await store.blocks.of("alice")).toEqual(["evil.example", "mallory@localhost", "Ω@localhost/🌹"]);
    expect(await store.blocks.remove(alice.id, ["evil.example", "nobody@localhost"])).toEqual(["evil.example"]);
    expect(await store.blocks.remove(alice.id, [])).toEqual([]);
    expect([...(await store.blocks.remove(alice.id))].toSorted()).toEqual(["mallory@localhost", "Ω@localhost/🌹"]);
    expect(await store.blocks.of("alice")).toEqual([]);
    expect(await store.blocks.of("bob")).toEqual(["mallory@localhost"]);
  });

  test("it is known who blocks anybody", async () => {
    const { store, alice, bob } = await open();
    await store.blocks.add(bob.id, ["a.example", "b.example"]);
    await store.blocks.add(alice.id, ["a.example"]);
    expect(await store.blocks.users("")).toEqual(["alice", "bob"]);
    expect(await store.blocks.users("alice")).toEqual(["bob"]);
    expect(await store.blocks.users("bob")).toEqual([]);
  });

  test("there is an end to it, and what is too much changes nothing", async () => {
    const { store, alice } = await open();
    const many = Array.from({ length: 999 }, (_, i) => `user${i}@example.net`);
    await store.blocks.add(alice.id, many);
    await expect(store.blocks.add(alice.id, ["one@more", "two@more"])).rejects.toMatchObject({ code: "full" });
    expect(await store.blocks.of("alice")).toHaveLength(999);
    await store.blocks.add(alice.id, ["one@more", "user1@example.net"]);
    expect(await store.blocks.of("alice")).toHaveLength(1_000);
  });

  test("a removed account blocks nobody", async () => {
    const { store, alice } = await open();
    await store.blocks.add(alice.id, ["mallory@localhost"]);
    await store.accounts.remove("alice");
    expect(await store.blocks.of("alice")).toEqual([]);
    expect(await store.blocks.users("")).toEqual([]);
    await expect(store.blocks.add(alice.id, ["x@y"])).rejects.toMatchObject({ code: "not-found" });
  });
}

function reportsContract(openWorld: OpenWorld): void {
  const report = (id: string, some: Partial<NewReport> = {}): NewReport => ({
    id,
    address: "mallory@localhost",
    reason: "urn:xmpp:reporting:spam",
    text: "Never came trouble to my house like this. 🌹",
    stanzaIds: ["a", "b"],
    forOrigin: true,
    forOthers: false,
    ...some,
  });

  test("a report is found, the newest first, until it is removed", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const at = new Date(world.clock.time);
    await store.reports.add(alice.id, report("one"));
    world.clock.time += 1_000;
    await store.reports.add(bob.id, report("two", { text: "", stanzaIds: [], forOrigin: false, forOthers: true }));
    expect(await store.reports.list(10)).toEqual([
      {
        ...report("two"),
        text: "",
        stanzaIds: [],
        forOrigin: false,
        forOthers: true,
        reporter: "bob",
        at: expect.any(Date),
      },
      { ...report("one"), reporter: "alice", at },
    ]);
    expect(await store.reports.list(1)).toMatchObject([{ id: "two" }]);
    expect(await store.reports.remove("two")).toBe(true);
    expect(await store.reports.remove("two")).toBe(false);
    expect(await store.reports.list(10)).toMatchObject([{ id: "one" }]);
  });

  test("who reports much pushes out what they reported before, and nobody else's", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    await store.reports.add(bob.id, report("bob's"));
    for (let i = 0; i < 101; i += 1) {
      world.clock.time += 1;
      await store.reports.add(alice.id, report(`r${i}`));
    }
    const ids = (await store.reports.list(1_000)).map(({ id }) => id);
    expect(ids).toHaveLength(101);
    expect(ids).toContain("bob's");
    expect(ids).not.toContain("r0");
    expect(ids[0]).toBe("r100");
  });
}

function pushesContract(openWorld: OpenWorld): void {
  async function open() {
    const world = await openWorld();
    const couple = await openCouple(world);
    const registration = (address: string, some: Partial<PushRegistration> = {}): PushRegistration => ({
      owner: couple.alice.id,
      kind: "service",
      address,
      node: "n1",
      resource: "phone",
      details: "",
      ...some,
    });
    const put = (address: string, some?: Partial<PushRegistration>) => {
      world.clock.time += 1;
      return couple.store.pushes.put(registration(address, some));
    };
    return { ...couple, registration, put };
  }

  test("a registration is found until it is removed; the last one for an address and node counts", async () => {
    const { store, alice, registration, put } = await open();
    await put("push.example", { node: "n1" });
    await put("push.example", { node: "n2" });
    await put("https://push.example/x?y=1", { kind: "web", node: "", details: '{"auth":"x"}' });
    await put("push.example", { node: "n1", resource: "tablet", details: "<x/>" });
    expect(await store.pushes.of("alice")).toEqual([
      registration("push.example", { node: "n2" }),
      registration("https://push.example/x?y=1", { kind: "web", node: "", details: '{"auth":"x"}' }),
      registration("push.example", { resource: "tablet", details: "<x/>" }),
    ]);
    expect(await store.pushes.of("bob")).toEqual([]);
    expect(await store.pushes.remove(alice.id, "push.example", "n2")).toBe(1);
    await put("push.example", { node: "n3" });
    expect(await store.pushes.remove(alice.id, "push.example")).toBe(2);
    expect(await store.pushes.remove(alice.id, "push.example")).toBe(0);
    expect(await store.pushes.of("alice")).toHaveLength(1);
  });

  test("it is known who has any; they go with the account", async () => {
    const { store, bob, put } = await open();
    await put("a.example");
    await put("a.example", { owner: bob.id });
    expect(await store.pushes.users("")).toEqual(["alice", "bob"]);
    expect(await store.pushes.users("alice")).toEqual(["bob"]);
    await store.accounts.remove("bob");
    expect(await store.pushes.users("")).toEqual(["alice"]);
    await expect(put("b.example", { owner: bob.id })).rejects.toMatchObject({ code: "not-found" });
  });

  test("the oldest gives way to one too many", async () => {
    const { store, put } = await open();
    for (let i = 0; i < 21; i += 1) await put(`p${i}.example`);
    const found = await store.pushes.of("alice");
    expect(found.map(({ address }) => address)).toEqual(Array.from({ length: 20 }, (_, i) => `p${i + 1}.example`));
  });
}
