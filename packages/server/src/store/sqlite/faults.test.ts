import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { accepted, keysOf, message, openCouple } from "../contract/store-world.contract.ts";
import type { Account, Store } from "../store.ts";
import { openFolder } from "./world.fixture.ts";

vi.setConfig({ testTimeout: 30_000 }); // each opens stores, with their threads, of its own

const nobody = 65_534;

/** Runs a script in a process of its own, with the store's module at hand; tells its lines. */
function runChild(
  script: string,
  options: { uid?: number } = {},
): { child: ChildProcess; lines: AsyncIterable<string> } {
  const setup = `import { openSqliteStore } from ${JSON.stringify(import.meta.resolve("./open-store.ts"))};
    import { writeSync } from "node:fs"; const say = (line) => writeSync(1, line + "\\n");`;
  const child = spawn(process.execPath, ["-e", setup + script], { stdio: ["ignore", "pipe", "inherit"], ...options });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, lines: createInterface({ input: child.stdout }) };
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

async function firstLine(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) return line;
  return undefined;
}

/** Accepts messages, 20 at a time, and says the id and the origin id of each one that is durable. */
const flood = (folder: string, round: number) => `
  const store = await openSqliteStore({ folder: ${JSON.stringify(folder)}, role: "node", mergeThreshold: 50 });
  const [alice, bob] = [await store.accounts.find("alice"), await store.accounts.find("bob")];
  let n = 0;
  const send = async () => {
    for (;;) {
      const id = "m${round}-" + n++;
      const xml = "<message id='" + id + "'><body>" + id + "</body></message>";
      const peers = { senderPeer: "bob@localhost", recipientPeer: "alice@localhost" };
      const result = await store.archive.accept({ from: alice.id, toUsername: "bob", ...peers, xml, originId: id, isPending: true });
      say(result.kind === "accepted" ? result.id + " " + id : result.kind);
    }
  };
  for (let i = 0; i < 20; i += 1) send();
`;

/** Floods the store until so many are acknowledged, then kills it; tells the ids by origin id. */
async function floodAndKill(folder: string, round: number, count: number): Promise<Map<string, number>> {
  const { child, lines } = runChild(flood(folder, round));
  const acknowledged = new Map<string, number>();
  for await (const line of lines) {
    const [id, origin] = line.split(" ");
    acknowledged.set(String(origin), Number(id));
    if (acknowledged.size === count) await killed(child);
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(count);
  return acknowledged;
}

/** The whole conversation, a page at a time: [origin id, id]. */
async function conversation(store: Store, owner: Account, peer: Account): Promise<[string, number][]> {
  const found: [string, number][] = [];
  for (let isComplete = false; !isComplete; ) {
    const query = { limit: 300, after: found.at(-1)?.[1], with: `${peer.username}@localhost` };
    const page = await store.archive.page(owner.id, query);
    found.push(...page.messages.map(({ id, xml }) => [/id='([^']*)'/.exec(xml)?.[1] ?? "", id] as [string, number]));
    isComplete = page.isComplete;
  }
  return found;
}

test("what was acknowledged outlives kill -9: in both archives, once, in order, pending, and known when sent again", async () => {
  const world = openFolder({ mergeThreshold: 50 });
  const { store, alice, bob } = await openCouple(world);
  await store.close();
  const acknowledged: [string, number][] = [];
  for (const [round, count] of [150, 280, 410, 540].entries()) {
    acknowledged.push(...(await floodAndKill(world.folder, round, count)));
  }
  const reopened = await world.open();
  const bobs = await conversation(reopened, bob, alice);
  expect(await conversation(reopened, alice, bob)).toEqual(bobs);
  expect(bobs.map(([, id]) => id)).toEqual([...new Set(bobs.map(([, id]) => id))].toSorted((a, b) => a - b));
  expect(new Set(bobs.map(([origin]) => origin)).size).toBe(bobs.length);
  expect(bobs).toEqual(expect.arrayContaining(acknowledged));
  for (const [origin, id] of acknowledged.slice(-300)) {
    expect(await reopened.archive.accept(message(alice, bob, origin))).toEqual({ kind: "duplicate", id });
  }
  const pending = await reopened.pending.page(bob.id, 0, 1_000);
  expect(pending.map((it) => it.id)).toEqual(bobs.slice(0, 1_000).map(([, id]) => id));
}, 60_000);

test("a second node on the folder is refused as long as the first one lives, however that one ends", async () => {
  const world = openFolder();
  const { child, lines } = runChild(`
    const store = await openSqliteStore({ folder: ${JSON.stringify(world.folder)}, role: "node" });
    say("open");
    setInterval(() => {}, 1000);
  `);
  expect(await firstLine(lines)).toBe("open");
  await expect(world.open()).rejects.toMatchObject({ code: "locked" });
  await expect((await world.open("tool")).accounts.count()).resolves.toBe(0);
  await killed(child);
  const store = await world.open();
  await expect(world.open()).rejects.toMatchObject({ code: "locked" });
  expect(await store.accounts.count()).toBe(0);
}, 20_000);

test("a tool accepts no messages", async () => {
  const world = openFolder();
  const { alice, bob } = await openCouple(world);
  const tool = await world.open("tool");
  await expect(tool.archive.accept(message(alice, bob, "m1"))).rejects.toMatchObject({ code: "unavailable" });
});

test.each(["node", "tool"] as const)("a %s does not touch the database of a newer release", async (role) => {
  const world = openFolder();
  await (await world.open()).close();
  const database = new DatabaseSync(join(world.folder, "yonder.db"));
  database.exec("UPDATE schema_version SET version = 99");
  database.close();
  await expect(world.open(role)).rejects.toMatchObject({
    code: "newer-schema",
    message: expect.stringContaining("99"),
  });
});

test("a file that is no database is refused and left as it is", async () => {
  const world = openFolder();
  writeFileSync(join(world.folder, "yonder.db"), "not a database at all, but long enough to be looked at".repeat(100));
  await expect(world.open()).rejects.toMatchObject({ code: "unavailable" });
});

test("when the disk is full, messages are refused, nothing kept is lost, and with room again all goes on", async () => {
  const full = openFolder({ maxBytes: 400_000 });
  const { store, alice, bob } = await openCouple(full);
  const kept: number[] = [];
  const fill = async () => {
    for (let i = 0; ; i += 1) kept.push(await accepted(store, message(alice, bob, `m${i}`, "x".repeat(5_000))));
  };
  await expect(fill()).rejects.toMatchObject({ code: "full" });
  await expect(store.archive.accept(message(alice, bob, "again", "x".repeat(50_000)))).rejects.toMatchObject({
    code: "full",
  });
  const stored = await store.archive.page(bob.id, { limit: 1_000 });
  expect(stored.messages.map((it) => it.id)).toEqual(kept);
  await store.close();
  const roomy = await openFolder({ folder: full.folder }).open();
  const next = await accepted(roomy, message(alice, bob, "again", "x".repeat(50_000)));
  expect((await roomy.archive.page(bob.id, { limit: 1_000 })).messages.map((it) => it.id)).toEqual([...kept, next]);
});

test("a folder that cannot be written to is refused", async () => {
  const world = openFolder();
  const isRoot = process.getuid?.() === 0; // who may write everywhere
  if (isRoot) chownSync(world.folder, nobody, nobody);
  chmodSync(world.folder, 0o555);
  const { lines } = runChild(
    `await openSqliteStore({ folder: ${JSON.stringify(world.folder)}, role: "node" }).catch((error) => say(error.code));`,
    isRoot ? { uid: nobody } : {},
  );
  expect(await firstLine(lines)).toBe("read-only");
  chmodSync(world.folder, 0o755);
}, 20_000);

test("what waits too long is refused: withdrawn for certain if not begun, and known when sent again if it was kept", async () => {
  const ticks: (() => void)[] = [];
  const every = (_ms: number, tick: () => void) => {
    ticks.push(tick);
    return () => {};
  };
  const timers = { after: () => () => {}, every };
  const world = openFolder({ timers, timeoutMs: 0 });
  const { store, alice, bob } = await openCouple(world);
  const other = new DatabaseSync(join(world.folder, "yonder.db"));
  other.exec("BEGIN IMMEDIATE");
  const begun = store.archive.accept(message(alice, bob, "m1"));
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve))); // it is on its way
  const waiting = store.archive.accept(message(alice, bob, "m2"));
  for (const tick of ticks) tick();
  await expect(begun).rejects.toMatchObject({ code: "unavailable", isOutcomeUnknown: true });
  await expect(waiting).rejects.toMatchObject({ code: "unavailable", isOutcomeUnknown: false });
  other.exec("ROLLBACK");
  other.close();
  await store.flush();
  expect(await store.archive.accept(message(alice, bob, "m1"))).toMatchObject({ kind: "duplicate" });
  expect(await store.archive.accept(message(alice, bob, "m2"))).toMatchObject({ kind: "accepted" });
});

test("what a removed account had is cleared away, and what others have of it stays", async () => {
  const world = openFolder({ mergeThreshold: 10 });
  const { store, alice, bob } = await openCouple(world);
  const carol = await store.accounts.add("carol", keysOf(3));
  for (let i = 0; i < 35; i += 1) await accepted(store, message(bob, carol, `m${i}`));
  await accepted(store, message(alice, bob, "stays"));
  await accepted(store, message(bob, bob, "note"));
  await store.accounts.remove("bob");
  await store.accounts.remove("carol");
  const database = new DatabaseSync(join(world.folder, "yonder.db"), { readOnly: true });
  onTestFinished(() => database.close());
  const count = (sql: string) => Number(database.prepare(sql).get()?.n);
  await vi.waitFor(() => expect(count("SELECT count(*) AS n FROM removed_owners")).toBe(0), { timeout: 5_000 });
  expect(count("SELECT count(*) AS n FROM messages")).toBe(1);
  expect(count(`SELECT count(*) AS n FROM entries WHERE owner <> ${alice.id}`)).toBe(0);
  expect((await store.archive.page(alice.id, { limit: 10 })).messages).toHaveLength(1);
});
