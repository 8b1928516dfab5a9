// node bench/archive-size.ts: how many bytes a message takes in PostgreSQL, with its indexes, and in the write-ahead log.
import { openPostgresStore } from "../packages/server/src/store/postgres/open-store.ts";
import { execute, startPostgres } from "../packages/server/src/store/postgres/postgres-server.fixture.ts";
import { record } from "./record.ts";

const USERS = 4_000;
const MESSAGES = 100_000;
const AT_ONCE = 64;
const body = "The quick brown fox jumps over the lazy dog, sixty-four bytes...";
const keys = {
  salt: new Uint8Array(16),
  iterations: 4096,
  storedKey: new Uint8Array(20),
  serverKey: new Uint8Array(20),
};

const postgres = await startPostgres({ shared_buffers: "256MB" });
const store = await openPostgresStore({ url: postgres.url, role: "node" });
const names = Array.from({ length: USERS }, (_, i) => `user${i}`);
await store.accounts.addMany(names.map((username) => ({ username, keys: { sha1: keys, sha256: keys } })));
const ids = new Map(
  (await rows("SELECT username, id FROM accounts")).map(({ username, id }) => [username, Number(id)]),
);

const before = await logged();
for (let sent = 0; sent < MESSAGES; sent += AT_ONCE)
  await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => accept(`m${sent + i}`)));
const figures: Record<string, number> = { "write-ahead log": ((await logged()) - before) / MESSAGES };
const sizes =
  "SELECT relname, pg_relation_size(oid) AS size FROM pg_class WHERE relname ~ '^(messages|entries)' ORDER BY 2 DESC";
for (const { relname, size } of await rows(sizes)) figures[String(relname)] = Number(size) / MESSAGES;
console.log(`Bytes a message, ${MESSAGES} messages among ${USERS} people:`, figures);
await store.close();
await postgres.stop();

record("archive-size", { users: USERS, messages: MESSAGES, "bytes/message": figures });

function accept(id: string): Promise<unknown> {
  const [from, to] = [someone(), someone()];
  const [sender, recipient] = [`${from}@example.org`, `${to}@example.org`];
  const xml = `<message to='${recipient}' type='chat' id='${id}' from='${sender}/phone'><body>${body}</body></message>`;
  const people = { from: ids.get(from) ?? 0, toUsername: to, senderPeer: recipient, recipientPeer: sender };
  return store.archive.accept({ ...people, xml, originId: id, isPending: true });
}

function someone(): string {
  return names[Math.floor(Math.random() * USERS)] ?? "";
}

async function logged(): Promise<number> {
  const [row] = await rows("SELECT pg_current_wal_lsn() - '0/0' AS bytes");
  return Number(row?.bytes);
}

function rows(sql: string): Promise<readonly Record<string, unknown>[]> {
  return execute(postgres.url, sql);
}
