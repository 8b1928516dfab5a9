import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openProxy } from "../../../../../test/support/cuttable-proxy.ts";
import { named } from "../../../../../test/support/programs.ts";
import { accepted, message, openCouple } from "../contract/store-world.contract.ts";
import type { Account, Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { openPostgresStore } from "./open-store.ts";
import { execute, missingPostgres, type PostgresServer, startPostgres } from "./postgres-server.fixture.ts";
import { openDatabase } from "./world.fixture.ts";

const impatient = { timeoutMs: 1_000, statementMs: 600 };

describe.skipIf(missingPostgres)(named("PostgreSQL fails", missingPostgres), () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: "off" }); // nothing here pulls the plug
  });
  afterAll(() => server?.end());

  /** Sends until told to stop, each message again until it is accepted; tells what was acknowledged. */
  function flood(store: Store, alice: Account, bob: Account) {
    const acknowledged = new Map<string, number>();
    let [sent, isOver] = [0, false];
    const send = async () => {
      while (!isOver) {
        const id = `m${sent++}`;
        while (!acknowledged.has(id)) {
          const result = await store.archive.accept(message(alice, bob, id)).catch(unlessUnavailable);
          if (result !== undefined && result.kind !== "no-recipient") acknowledged.set(id, result.id);
        }
      }
    };
    const senders = Array.from({ length: 20 }, send);
    return {
      acknowledged,
      async reach(count: number) {
        while (acknowledged.size < count) await new Promise((resolve) => setTimeout(resolve, 5));
      },
      async stop() {
        isOver = true;
        await Promise.all(senders);
      },
    };
  }

  test("what was acknowledged outlives its sudden end: in both archives, once, in order, pending", async () => {
    const world = await openDatabase(server);
    const { store, alice, bob } = await openCouple(world);
    const flooding = flood(store, alice, bob);
    for (let round = 1; round <= 3; round += 1) {
      await flooding.reach(flooding.acknowledged.size + 300);
      await server.kill();
      await server.restart();
    }
    await flooding.reach(flooding.acknowledged.size + 100);
    await flooding.stop();
    const expected = [...flooding.acknowledged].map(([origin, id]) => ({ origin, id })).sort((a, b) => a.id - b.id);
    expect(await conversation(store, bob)).toEqual(expected);
    expect(await conversation(store, alice)).toEqual(expected);
    const pending = await store.pending.page(bob.id, 0, 1_000);
    expect(pending.map((it) => it.id)).toEqual(expected.slice(0, 1_000).map((it) => it.id));
  });

  test("while it is stopped every operation is refused in time, and all goes on by itself", async () => {
    const world = await openDatabase(server, impatient);
    const { store, alice, bob } = await openCouple(world);
    const other = await world.open();
    const first = await accepted(store, message(alice, bob, "m1"));
    await server.stop();
    store.pending.acknowledge(bob.id, first);
    const refused = [
      store.archive.accept(message(alice, bob, "m2")),
      store.archive.page(bob.id, { limit: 1 }),
      store.roster.change(bob.id, "alice@localhost", { kind: "set", groups: [] }),
      store.accounts.find("alice"),
      store.settings.set("a", "b"),
    ];
    await expectAllUnavailable(refused);
    await expect(world.open()).rejects.toMatchObject({ code: "unavailable" });
    other.pending.acknowledge(bob.id, first);
    await expect(other.close()).rejects.toMatchObject({ code: "unavailable" });
    await server.restart();
    expect(await store.archive.accept(message(alice, bob, "m2"))).toMatchObject({ kind: "accepted", after: first });
    expect(await store.pending.page(bob.id, 0, 10)).toHaveLength(1);
    await store.roster.change(bob.id, "alice@localhost", { kind: "set", groups: [] });
  });

  test("when it stands still, what was begun may be kept, what was not is withdrawn for certain", async () => {
    const world = await openDatabase(server, impatient);
    const { store, alice, bob } = await openCouple(world);
    await accepted(store, message(alice, bob, "m0"));
    server.pause();
    const begun = store.archive.accept(message(alice, bob, "m1"));
    const reading = store.archive.page(bob.id, { limit: 1 });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve))); // it is on its way
    const waiting = store.archive.accept(message(alice, bob, "m2"));
    const refused = await Promise.allSettled([begun, waiting, reading]);
    expect(refused).toMatchObject([
      { reason: { code: "unavailable", isOutcomeUnknown: true } },
      { reason: { code: "unavailable", isOutcomeUnknown: false } },
      { reason: { code: "unavailable" } },
    ]);
    server.resume();
    const again = await Promise.all(["m1", "m2"].map((id) => store.archive.accept(message(alice, bob, id))));
    expect(again[1]).toMatchObject({ kind: "accepted" });
    expect((await store.archive.page(bob.id, { limit: 10 })).messages).toHaveLength(3);
  });

  test("a line on which nothing passes any more is given up and made anew", async () => {
    const proxy = await openProxy();
    onTestFinished(() => proxy.close());
    proxy.leadTo(server.port);
    const { url } = await openDatabase(server);
    const through = new URL(url);
    through.port = String(proxy.port);
    const store = await openPostgresStore({ url: through.href, role: "node", ...impatient });
    onTestFinished(() => store.close());
    await store.settings.set("a", "b");
    proxy.stall();
    const refused = [store.settings.get("a"), store.settings.set("a", "c"), store.accounts.count()];
    await expectAllUnavailable(refused);
    proxy.mend();
    await store.settings.set("a", "d");
    expect(await store.settings.get("a")).toBe("d");
  });

  test("without room messages are refused for certain, and with room again all goes on", async () => {
    const { url, open } = await openDatabase(server);
    const { store, alice, bob } = await openCouple({ open, clock: { time: 0 } });
    const full = `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT ON messages EXECUTE FUNCTION full_disk()`;
    await execute(url, full);
    const refused = store.archive.accept(message(alice, bob, "m1"));
    await expect(refused).rejects.toMatchObject({ code: "full", isOutcomeUnknown: false });
    await execute(url, "DROP TRIGGER full_disk ON messages");
    expect(await store.archive.accept(message(alice, bob, "m1"))).toMatchObject({ kind: "accepted" });
  });

  test("what nobody foresaw ends nothing that is done again and again by itself", async () => {
    const { url, open } = await openDatabase(server);
    const { store, alice, bob } = await openCouple({ open, clock: { time: 0 } });
    const removed: string[] = [];
    store.onAccountsChanged(({ username }) => removed.push(username));
    await execute(url, "ALTER TABLE account_changes RENAME TO moved; ALTER TABLE removed_owners RENAME TO cleared");
    await execute(
      url,
      `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
       CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE FUNCTION') EXECUTE FUNCTION refuse();
       SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50)); // the store has seen them end: what is sent before that may be refused
    const waiting = store.archive.accept(message(alice, bob, "m1"));
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // two ticks
    await execute(url, "DROP EVENT TRIGGER refuse; ALTER TABLE moved RENAME TO account_changes");
    await execute(url, "ALTER TABLE cleared RENAME TO removed_owners");
    expect(await waiting).toMatchObject({ kind: "accepted" });
    await store.accounts.remove("bob");
    await expect.poll(() => removed).toEqual(["bob"]);
  });

  test("a database that takes no writes is refused as such", async () => {
    const { url, open } = await openDatabase(server);
    await (await open()).close();
    const readOnly = `${url}?options=-c%20default_transaction_read_only%3Don`;
    await expect(openPostgresStore({ url: readOnly, role: "node" })).rejects.toMatchObject({ code: "read-only" });
    const tool = await openPostgresStore({ url: readOnly, role: "tool" });
    onTestFinished(() => tool.close());
    await expect(tool.settings.set("a", "b")).rejects.toMatchObject({ code: "read-only" });
  });

  test("a tool accepts no messages", async () => {
    const world = await openDatabase(server);
    const { alice, bob } = await openCouple(world);
    const tool = await world.open("tool");
    await expect(tool.archive.accept(message(alice, bob, "m1"))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a database, or a server, that is not there is named", async () => {
    const nowhere = openPostgresStore({ url: "postgres://postgres:secret@127.0.0.1:1/yonder", role: "tool" });
    await expect(nowhere).rejects.toMatchObject({
      code: "unavailable",
      message: expect.not.stringContaining("secret"),
    });
    const { url } = await openDatabase(server);
    const missing = openPostgresStore({ url: `${url}_missing`, role: "tool" });
    await expect(missing).rejects.toMatchObject({ message: expect.stringContaining("_missing") });
  });
});

async function expectAllUnavailable(operations: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(operations);
  expect(results).toEqual(
    operations.map(() => ({ status: "rejected", reason: expect.objectContaining({ code: "unavailable" }) })),
  );
}

function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof StoreError) || error.code !== "unavailable") throw error;
}

/** The whole archive, a page at a time. */
async function conversation(store: Store, owner: Account): Promise<{ origin: string; id: number }[]> {
  const found: { origin: string; id: number }[] = [];
  for (let isComplete = false; !isComplete; ) {
    const page = await store.archive.page(owner.id, { limit: 300, after: found.at(-1)?.id });
    found.push(...page.messages.map(({ id, xml }) => ({ origin: /id='([^']*)'/.exec(xml)?.[1] ?? "", id })));
    isComplete = page.isComplete;
  }
  return found;
}
