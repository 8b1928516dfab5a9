import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { named } from "../../../../../test/support/programs.ts";
import { accepted, acceptMany, keysOf, message, openCouple } from "../contract/store-world.contract.ts";
import { openPostgresStore } from "../postgres/open-store.ts";
import { execute, missingPostgres, type PostgresServer, startPostgres } from "../postgres/postgres-server.fixture.ts";
import { openDatabase } from "../postgres/world.fixture.ts";
import { accountPlace, type NodeConfig, servicePlace } from "../pubsub.ts";
import { openSqliteStore } from "../sqlite/open-store.ts";
import { openFolder } from "../sqlite/world.fixture.ts";
import type { Store } from "../store.ts";
import { copyStore } from "./copy-store.ts";
import { commonTables, messages } from "./table.ts";

/** A place on disk that is not there yet. */
function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), "yonder-copy-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "data");
}

/** Fills it with odd things: people who left, long and empty texts, what waits and what does not. Tells an invitation's token. */
async function furnish(store: Store, world: { clock: { time: number } }): Promise<string> {
  const [alice, bob, carol] = [
    await store.accounts.add("alice", keysOf(1), true),
    await store.accounts.add("bob", keysOf(2)),
    await store.accounts.add("кэрол", keysOf(3)),
  ];
  const ids = await acceptMany(world as never, { store, alice, bob }, 5);
  await accepted(
    store,
    message(bob, alice, "odd", `Ωραία 🌹 &lt;b&gt; '"\\ {"a":[null]} \u2028\t${"長".repeat(90_000)}`),
  );
  await accepted(store, { ...message(bob, alice, ""), originId: undefined, isPending: false });
  await accepted(store, message(alice, alice, "note"));
  await accepted(store, { ...message(alice, bob, "out"), toUsername: undefined, senderPeer: "romeo@example.net" });
  await accepted(store, { ...message(alice, bob, "in"), from: undefined, recipientPeer: "romeo@example.net" });
  await accepted(store, message(carol, bob, "from one who left"));
  await accepted(store, message(carol, carol, "of one who left"));
  store.pending.acknowledge(bob.id, ids[1] ?? 0);
  const change = store.roster.change;
  await change(alice.id, "bob@localhost", { kind: "set", name: "Bob 🚲", groups: ["Büro", 'a, "b"', ""] });
  await change(alice.id, "carol@localhost", { kind: "set", name: "", groups: [] });
  await change(alice.id, "carol@localhost", { kind: "remove" });
  await change(bob.id, "alice@localhost", { kind: "inbound", type: "subscribe", xml: "<presence id='🌹'/>" });
  await store.accounts.setCredentials("bob", keysOf(4));
  await store.accounts.remove("кэрол");
  const last = await store.accounts.add("gone", keysOf(5)); // its id is never used again
  await store.accounts.remove(last.username);
  await furnishNodes(store, alice.id);
  await store.settings.set("empty", "");
  await store.settings.set("sécret", "a\nb");
  const expiresAt = new Date(world.clock.time + 1e9);
  const file = { name: "très cool.jpg", type: undefined, size: 3e9, slotUntil: expiresAt, keptUntil: expiresAt };
  for (const owner of [alice.id, bob.id])
    await store.uploads.reserve(
      { id: `file-${owner}`, owner, purpose: "message", ...file },
      { bytes: 1e10, files: 1, profileFiles: 1 },
    );
  return store.invitations.create({ kind: "contact", inviter: alice.id, expiresAt, uses: 3, details: "{}" });
}

/** A node of an account with an item, and one of a service with people. */
async function furnishNodes(store: Store, owner: number): Promise<void> {
  const config = { title: "Überschrift", accessModel: "open" } as NodeConfig;
  const service = servicePlace("pubsub.localhost");
  await store.pubsub.create(accountPlace(owner), { name: "mood", config, creator: "alice@localhost" }, 9);
  const items = ["2", "1"].map((id) => ({ id, xml: `<a xmlns='b'>🌹${id}</a>`, publisher: "alice@localhost/a" }));
  const publication = { revision: 1, items, maxItems: 9, isRefusedWhenFull: false, expired: undefined, maxBytes: 999 };
  await store.pubsub.publish(accountPlace(owner), "mood", publication);
  await store.pubsub.create(service, { name: "news", config, creator: "bob@localhost", owner: "bob@localhost" }, 9);
  await store.pubsub.subscribe(service, { node: "news", jid: "bob@localhost/b", state: "pending" }, 9);
}

/** All that can be asked of it. */
async function portrait(store: Store, token: string) {
  const accounts = await store.accounts.list();
  return {
    invitation: await store.invitations.find(token),
    news: await store.pubsub.find(servicePlace("pubsub.localhost"), "news", "bob@localhost"),
    lastItems: await store.pubsub.lastItems(["alice", "bob"], ["mood"], "bob@localhost"),
    settings: await Promise.all(["empty", "sécret", "missing"].map((key) => store.settings.get(key))),
    people: await Promise.all(
      accounts.map(async ({ id, username }) => ({
        credentials: await store.accounts.credentials(username),
        archive: await store.archive.page(id, { limit: 100, wantsCount: true }),
        withBob: await store.archive.page(id, { limit: 100, with: "bob@localhost" }),
        pending: await store.pending.page(id, 0, 100),
        roster: await store.roster.load(id),
        changes: await store.roster.changesSince(id, `${id}.0`),
        requests: await store.roster.requests(id),
      })),
    ),
  };
}

describe.skipIf(missingPostgres)(named("copying a store", missingPostgres), () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: "off" }); // nothing here pulls the plug
  });
  afterAll(() => server?.end());

  test("a folder comes to PostgreSQL and back with all that is in it", async () => {
    const world = openFolder({ mergeThreshold: 4 });
    const store = await world.open();
    const token = await furnish(store, world);
    const original = await portrait(store, token);
    expect(original.people).toHaveLength(2);
    expect([original.lastItems.length, original.news?.subscriptions.length]).toEqual([1, 1]);
    await store.close();

    const database = await openDatabase(server);
    const counts = await copyStore(world.folder, database.url);
    expect(counts.get("accounts")).toBe(2);
    const back = newFolder();
    expect(await copyStore(database.url, back)).toEqual(counts);

    const copy = await openPostgresStore({ url: database.url, role: "node", clock: { now: () => world.clock.time } });
    onTestFinished(() => copy.close());
    const again = await openSqliteStore({ folder: back, role: "node", clock: { now: () => world.clock.time } });
    onTestFinished(() => again.close());
    for (const one of [copy, again]) {
      expect(await portrait(one, token)).toEqual(original);
      await goesOn(one);
    }
    const head = original.people[1]?.pending.at(-1)?.id ?? 0;
    expect((await copy.shared?.heads([2]))?.get(2)).toBeGreaterThan(head);
  });

  /** Messages get higher ids, those sent again are known, and ids of accounts are new. */
  async function goesOn(store: Store): Promise<void> {
    const [alice, bob] = [await store.accounts.find("alice"), await store.accounts.find("bob")];
    if (alice === undefined || bob === undefined) throw new Error("They are gone.");
    const last = (await store.archive.metadata(bob.id))?.last ?? 0;
    expect(await store.archive.accept(message(alice, bob, "m3"))).toMatchObject({ kind: "duplicate" });
    expect(await accepted(store, message(alice, bob, "next"))).toBeGreaterThan(last);
    expect((await store.accounts.add("new", keysOf(6))).id).toBe(5);
  }

  test("an empty store is copied too", async () => {
    const { folder, open } = openFolder();
    await (await open()).close();
    const { url } = await openDatabase(server);
    expect((await copyStore(folder, url)).get("messages")).toBe(0);
    await copyStore(url, newFolder());
  });

  test("thousands of messages are copied in batches", async () => {
    const world = openFolder();
    const { store, alice, bob } = await openCouple(world);
    await Promise.all(Array.from({ length: 1_300 }, (_, i) => accepted(store, message(alice, bob, `m${i}`))));
    await store.close();
    const { url } = await openDatabase(server);
    expect((await copyStore(world.folder, url)).get("messages")).toBe(1_300);
    expect((await copyStore(url, newFolder())).get("messages")).toBe(1_300);
  });

  test("neither side may have a node on it, and the target nothing in it", async () => {
    const world = openFolder();
    const store = await world.open();
    const database = await openDatabase(server);
    await expect(copyStore(world.folder, database.url)).rejects.toMatchObject({ code: "locked" });
    await store.close();
    const node = await database.open();
    await expect(copyStore(world.folder, database.url)).rejects.toMatchObject({ code: "locked" });
    await expect(copyStore(database.url, newFolder())).rejects.toMatchObject({ code: "locked" });
    await node.settings.set("a", "b");
    await node.close();
    await expect(copyStore(world.folder, database.url)).rejects.toMatchObject({ code: "conflict" });
    await expect(copyStore(database.url, world.folder)).rejects.toMatchObject({ code: "conflict" });
  });

  test("where there is no source nothing is made", async () => {
    const [nothing, target] = [newFolder(), newFolder()];
    await expect(copyStore(nothing, target)).rejects.toMatchObject({ code: "not-found" });
    expect([existsSync(nothing), existsSync(target)]).toEqual([false, false]);
  });

  test("a copy that breaks off leaves nothing behind", async () => {
    const world = openFolder();
    const { store, alice, bob } = await openCouple(world);
    await accepted(store, message(alice, bob, "m1"));
    await store.close();
    const database = new DatabaseSync(join(world.folder, "yonder.db"));
    database.exec("UPDATE messages SET recipient_peer = NULL"); // it cannot be copied
    database.close();
    const { url, open } = await openDatabase(server);
    await expect(copyStore(world.folder, url)).rejects.toThrow();
    expect(await (await open()).accounts.count()).toBe(0);
  });

  test("a copy that breaks off late does not stand in the way of another one", async () => {
    const { url, open } = await openDatabase(server);
    await (await open()).close();
    await execute(url, "SELECT setval('accounts_id_seq', 9), setval('account_changes_seq_seq', 9)");
    const world = openFolder();
    await (await world.open()).close();
    await copyStore(world.folder, url);
    const store = await open();
    expect((await store.accounts.add("first", keysOf(1))).id).toBe(1);
  });

  test("every table is copied, or made from those that are", async () => {
    const copied = [...commonTables.map(({ name }) => name), messages.name, "entries", "schema_version"];
    const { folder, open } = openFolder();
    await (await open()).close();
    const file = new DatabaseSync(join(folder, "yonder.db"), { readOnly: true });
    const inFile = file
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map((it) => it.name);
    file.close();
    expect(inFile.sort()).toEqual([...copied, "archive_state", "peers", "sqlite_sequence"].sort());
    const database = await openDatabase(server);
    await (await database.open()).close();
    const inDatabase = await execute(database.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    const search = ["search_archives", "search_changes", "search_words"]; // made anew where archives are searched
    expect(inDatabase.map((it) => it.tablename).sort()).toEqual([...copied, "mailboxes", ...search].sort());
    for (const { name, columns } of commonTables) {
      const sql = `SELECT column_name FROM information_schema.columns WHERE table_name = '${name}'`;
      expect((await execute(database.url, sql)).map((it) => it.column_name).sort()).toEqual([...columns].sort());
    }
  });
});
