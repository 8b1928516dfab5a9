import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { named } from "../../../../../test/support/programs.ts";
import { assertArchivesReadAsLists } from "../contract/archive-model.contract.ts";
import { assertSeenInOrder } from "../contract/shared-mailboxes.contract.ts";
import { accepted, keysOf, message, openCouple } from "../contract/store-world.contract.ts";
import { originHash } from "../origin-id.ts";
import type { AccountChange, Store } from "../store.ts";
import { systemTimers } from "../timers.ts";
import { acceptBatch } from "./accept-batch.ts";
import { createAcceptFunction } from "./accept-function.ts";
import { Connection } from "./connection.ts";
import { openPostgresStore } from "./open-store.ts";
import { OwnerIds } from "./owner-ids.ts";
import { execute, missingPostgres, type PostgresServer, startPostgres } from "./postgres-server.fixture.ts";
import { openDatabase } from "./world.fixture.ts";

describe.skipIf(missingPostgres)(named("several nodes on one PostgreSQL", missingPostgres), () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: "off" }); // nothing here pulls the plug
  });
  afterAll(() => server?.end());

  async function openNodes() {
    const world = await openDatabase(server);
    const couple = await openCouple(world);
    return { world, ...couple, other: await world.open() };
  }

  test("whoever sees a message sees all before it, whichever node accepted them", async () => {
    await assertSeenInOrder(await openNodes(), 60);
  });

  test("a node of the release before goes on when a newer one adds a column to what it has read", async () => {
    const { world, store, alice, bob } = await openNodes();
    for (let i = 0; i < 4; i += 1) await Promise.all([1, 2, 3, 4].map(() => store.accounts.credentials("alice")));
    await accepted(store, message(alice, bob, "before"));
    await execute(world.url, "ALTER TABLE accounts ADD COLUMN of_a_newer_release text DEFAULT 'x'");
    for (let i = 0; i < 8; i += 1) expect((await store.accounts.credentials("alice"))?.account).toEqual(alice);
    expect((await store.accounts.setCredentials("alice", keysOf(9))).epoch).toBe(2);
    await accepted(store, message(alice, bob, "after"));
  });

  test("of two nodes that write to each other's users at once neither waits for the other for ever", async () => {
    const { store, other, alice, bob } = await openNodes();
    const carol = await store.accounts.add("carol", keysOf(3));
    const everyone = [alice, bob, carol];
    const send = async (node: Store, name: string) => {
      for (let i = 0; i < 40; i += 1) {
        const pairs = everyone.flatMap((from) => everyone.map((to) => [from, to] as const));
        const ordered = name === "a" ? pairs : pairs.reverse();
        await Promise.all(ordered.map(([from, to]) => accepted(node, message(from, to, `${name}${i}-${to.id}`))));
      }
    };
    await Promise.all([send(store, "a"), send(other, "b")]);
    const page = await store.archive.page(bob.id, { limit: 1, wantsCount: true });
    expect(page.count).toBe(2 * 40 * 5);
  });

  test("the same message sent over two nodes at once is accepted once", async () => {
    const { store, other, alice, bob } = await openNodes();
    for (let i = 0; i < 20; i += 1) {
      const sent = [store, other].map((node) => node.archive.accept(message(alice, bob, `m${i}`)));
      const [one, two] = await Promise.all(sent);
      expect([one?.kind, two?.kind].sort()).toEqual(["accepted", "duplicate"]);
      expect([one, two]).toEqual([expect.objectContaining({ id: two && "id" in two && two.id }), two]);
    }
  });

  test("a hash that two origin ids share does not make them one message", async () => {
    const { world, store, alice, bob } = await openNodes();
    const first = await accepted(store, message(alice, bob, "m1"));
    await execute(world.url, `UPDATE entries SET origin = ${originHash("m2")} WHERE id = ${first}`);
    const second = await accepted(store, message(alice, bob, "m2"));
    expect(second).toBeGreaterThan(first);
    expect(await store.archive.accept(message(alice, bob, "m2"))).toEqual({ kind: "duplicate", id: second });
  });

  test("whoever has made many messages whose origin ids share a hash holds up nobody's messages", async () => {
    const { world, store, alice, bob } = await openNodes();
    for (let i = 0; i < 200; i += 1) await accepted(store, message(alice, bob, `m${i}`));
    await execute(world.url, `UPDATE entries SET origin = ${originHash("one more")} WHERE origin IS NOT NULL`);
    const results = await Promise.all([
      store.archive.accept(message(alice, bob, "one more")),
      store.archive.accept(message(bob, alice, "hello")),
    ]);
    expect(results.map(({ kind }) => kind)).toEqual(["accepted", "accepted"]);
  });

  test("much that is sent again at once is compared piece by piece", async () => {
    const { world, store, alice, bob } = await openNodes();
    const requests = Array.from({ length: 40 }, (_, i) => message(alice, bob, `m${i}`, "a".repeat(250_000)));
    const ids = await Promise.all(requests.map((request) => accepted(store, request)));
    const connection = await Connection.open({ url: world.url, timers: systemTimers });
    onTestFinished(() => connection.close());
    await connection.query(createAcceptFunction);
    const answers = vi.spyOn(connection, "query");
    const batch = { requests, acknowledged: new Map(), now: undefined };
    const results = await acceptBatch(connection, batch, new OwnerIds());
    expect(results).toEqual(ids.map((id) => ({ kind: "duplicate", id })));
    const lengths = await Promise.all(
      answers.mock.results.map(async ({ value }) => JSON.stringify(await value).length),
    );
    expect(Math.max(...lengths)).toBeLessThan(5_000_000);
  });

  test("an id that another message has already is not given again", async () => {
    const { world, store, alice, bob } = await openNodes();
    const first = await accepted(store, message(alice, bob, "m1"));
    world.clock.time += 1;
    const taken = [1, 2].map((n) => `(${first + 4096 + n}, '<message/>')`);
    await execute(world.url, `INSERT INTO messages (id, xml) VALUES ${taken}`);
    expect(await accepted(store, message(alice, bob, "m2"))).toBe(first + 4096 + 3);
  });

  test("what another node acknowledged waits no longer", async () => {
    const { store, other, alice, bob } = await openNodes();
    const first = await accepted(store, message(alice, bob, "m1"));
    const second = await accepted(store, message(alice, bob, "m2"));
    other.pending.acknowledge(bob.id, first);
    await other.flush();
    expect((await store.pending.page(bob.id, 0, 10)).map((it) => it.id)).toEqual([second]);
    expect(await store.shared?.since(bob.id, 0, 10)).toHaveLength(2);
    store.pending.acknowledge(bob.id, second);
    await store.flush();
    other.pending.acknowledge(bob.id, first);
    await other.flush();
    expect(await store.pending.page(bob.id, 0, 10)).toEqual([]);
  });

  test("ids rise though the nodes' clocks differ", async () => {
    const { world, store, alice, bob } = await openNodes();
    const clock = { now: () => world.clock.time - 86_400_000 };
    const late = await openPostgresStore({ url: world.url, role: "node", clock });
    onTestFinished(() => late.close());
    const ids: number[] = [];
    for (let i = 0; i < 6; i += 1) ids.push(await accepted(i % 2 ? late : store, message(alice, bob, `m${i}`)));
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  });

  test("an account that was made anew on another node gets its own messages", async () => {
    const { store, other, alice, bob } = await openNodes();
    await accepted(store, message(alice, bob, "m1"));
    await other.accounts.remove("bob");
    const next = await other.accounts.add("bob", keysOf(3));
    const results = await Promise.all([
      store.archive.accept(message(alice, bob, "m2")),
      store.archive.accept(message(alice, alice, "m3")),
    ]);
    expect(results).toMatchObject([{ recipient: next.id, after: 0 }, { recipient: alice.id }]);
    await other.accounts.remove("alice");
    expect(await store.archive.accept(message(alice, bob, "m4"))).toMatchObject({ kind: "accepted" });
  });

  test("a roster is changed on two nodes as on one", async () => {
    const { store, other, bob } = await openNodes();
    const ask = (node: Store, n: number) =>
      node.roster.change(bob.id, `user${n}@example.net`, { kind: "inbound", type: "subscribe", xml: "<presence/>" });
    const set = (node: Store, n: number) =>
      node.roster.change(bob.id, `user${n}@example.net`, { kind: "set", groups: [] });
    const numbers = Array.from({ length: 15 }, (_, n) => n);
    const asked = await Promise.all(numbers.flatMap((n) => [ask(store, n), ask(other, n)]));
    expect(asked.filter((it) => it.isForwarded)).toHaveLength(15);
    const changed = await Promise.all(numbers.map((n) => set(n % 2 ? store : other, n)));
    const versions = changed.map((it) => Number(it.version.split(".")[1])).sort((a, b) => a - b);
    expect(versions).toEqual(numbers.map((n) => n + 1));
  });

  test("an invitation makes as many accounts as it has uses, on whichever nodes", async () => {
    const { world, store, other } = await openNodes();
    const expiresAt = new Date(world.clock.time + 86_400_000);
    const token = await store.invitations.create({ kind: "account", expiresAt, uses: 3 });
    const redeemed = Array.from({ length: 10 }, (_, n) =>
      (n % 2 ? store : other).invitations.redeem(token, `guest${n}`, keysOf(n)),
    );
    const results = await Promise.allSettled(redeemed);
    expect(results.filter((it) => it.status === "fulfilled")).toHaveLength(3);
    expect(await store.accounts.count()).toBe(5);
  });

  test("every node is told of every change, in one order", async () => {
    const { world, store, other } = await openNodes();
    const names = Array.from({ length: 30 }, (_, n) => `user${n}`);
    await store.accounts.addMany(names.map((username) => ({ username, keys: keysOf(1) })));
    const third = await world.open();
    const told = [store, other, third].map((node) => {
      const changes: AccountChange[] = [];
      node.onAccountsChanged((change) => changes.push(change));
      return changes;
    });
    await Promise.all(
      names.flatMap((name, n) => [
        other.accounts.setCredentials(name, keysOf(2)).catch(() => undefined), // removed before
        (n % 2 ? store : other).accounts.remove(name),
      ]),
    );
    const changes = await execute(world.url, "SELECT * FROM account_changes ORDER BY seq");
    const expected = changes.map(({ kind, username }) => [kind, username]);
    expect(expected.length).toBeGreaterThanOrEqual(30);
    for (const heard of told) {
      await vi.waitFor(() => expect(heard.map((it) => [it.kind, it.username])).toEqual(expected), { timeout: 5_000 });
    }
  });

  test("nodes that start at once on an empty database make its tables once", async () => {
    const world = await openDatabase(server);
    const nodes = await Promise.all(Array.from({ length: 5 }, () => world.open()));
    const counts = await Promise.all(nodes.map((node) => node.accounts.count()));
    expect(counts).toEqual([0, 0, 0, 0, 0]);
    expect(await execute(world.url, "SELECT version FROM schema_version")).toHaveLength(1);
  });

  test("tables of a newer release are refused unless it says that this one can go on", async () => {
    const world = await openDatabase(server);
    await (await world.open()).close();
    await execute(world.url, "UPDATE schema_version SET version = 99, usable_from = 1");
    expect(await (await world.open()).accounts.count()).toBe(0);
    await execute(world.url, "UPDATE schema_version SET usable_from = 99");
    await expect(world.open()).rejects.toMatchObject({
      code: "newer-schema",
      message: expect.stringContaining("99"),
    });
  });

  test("what a removed account had is cleared away once, and what others have of it stays", async () => {
    const { world, store, other, alice, bob } = await openNodes();
    const carol = await store.accounts.add("carol", keysOf(3));
    await Promise.all(Array.from({ length: 450 }, (_, i) => accepted(store, message(bob, carol, `m${i}`))));
    await accepted(other, message(alice, bob, "stays"));
    await accepted(other, message(bob, bob, "note"));
    await Promise.all([store.accounts.remove("bob"), other.accounts.remove("carol")]);
    const count = async (sql: string) => Number((await execute(world.url, sql))[0]?.n);
    await vi.waitFor(async () => expect(await count("SELECT count(*) AS n FROM removed_owners")).toBe(0), {
      timeout: 10_000,
    });
    expect(await count("SELECT count(*) AS n FROM messages")).toBe(1);
    expect(await count(`SELECT count(*) AS n FROM entries WHERE owner <> ${alice.id}`)).toBe(0);
    expect((await store.archive.page(alice.id, { limit: 10 })).messages).toHaveLength(1);
  });

  test("an archive reads the same on whichever node, and as a plain list would", async () => {
    const { store, other } = await openNodes();
    await assertArchivesReadAsLists([store, other], 15);
  });
});
