import { Connection } from "../postgres/connection.ts";
import { toStoreError } from "../postgres/errors.ts";
import { nodesLock } from "../postgres/locks.ts";
import { migrate } from "../postgres/migrate.ts";
import { StoreError } from "../store-error.ts";
import { systemTimers } from "../timers.ts";
import type { CopySource, CopyTarget } from "./copy-store.ts";
import { commonTables, messages, numberedTables, type Row, sequences, type Table, type Value } from "./table.ts";

const rowsPerFetch = 200;

export async function openPostgresSource(url: string): Promise<CopySource> {
  const connection = await openAlone(url);
  await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  return { rows: (table) => rowsOf(connection, table), close: () => connection.close() };
}

/** One transaction: nobody sees any of it before it is complete. */
export async function openPostgresTarget(url: string): Promise<CopyTarget> {
  const connection = await openAlone(url);
  await connection.query("BEGIN");
  if (!(await isEmpty(connection))) {
    await connection.close();
    throw new StoreError("conflict", "The database is not empty.");
  }
  return {
    rows: (table) => rowsOf(connection, table),
    write: (table, rows) => write(connection, table, rows),
    complete: () => complete(connection),
    keep: async () => void (await connection.query("COMMIT")),
    close: () => connection.close(),
  };
}

/** Keeps nodes off as long as the connection is there. */
async function openAlone(url: string): Promise<Connection> {
  const connection = await Connection.open({ url, timers: systemTimers });
  try {
    const [lock] = await connection.query(`SELECT pg_try_advisory_lock(${nodesLock}) AS is_ours`);
    if (lock?.is_ours !== true) throw new StoreError("locked", "Nodes run on the database: stop them all first.");
    await migrate(connection);
    return connection;
  } catch (error) {
    await connection.close();
    throw toStoreError(error);
  }
}

async function isEmpty(connection: Connection): Promise<boolean> {
  const tables = [...commonTables, messages].map(({ name }) => `SELECT FROM ${name}`);
  const [row] = await connection.query(`SELECT EXISTS (${tables.join(" UNION ALL ")}) AS is_found`);
  return row?.is_found === false;
}

async function* rowsOf(connection: Connection, table: Table): AsyncIterable<Row> {
  await connection.query(`DECLARE copied NO SCROLL CURSOR FOR ${selectOf(table)}`);
  for (let count = rowsPerFetch; count === rowsPerFetch; ) {
    const rows = await connection.query<Record<string, Value>>(`FETCH ${rowsPerFetch} FROM copied`);
    count = rows.length;
    for (const row of rows) yield table.columns.map((column) => row[column] ?? null);
  }
  await connection.query("CLOSE copied");
}

function selectOf(table: Table): string {
  if (table === sequences) return selectSequences;
  if (table === messages) return selectMessages;
  const columns = table.columns.map((name) => (table.bytes?.includes(name) ? `${name}::text` : quoted(name)));
  return `SELECT ${columns.join()} FROM ${table.name} ORDER BY ${table.key.join()}`;
}

const selectSequences = numberedTables
  .map(
    (name) =>
      `SELECT '${name}' AS name, CASE WHEN is_called THEN last_value ELSE 0 END AS value FROM ${sequenceOf(name)}`,
  )
  .join(" UNION ALL ");

function sequenceOf(table: (typeof numberedTables)[number]): string {
  return table === "accounts" ? "accounts_id_seq" : "account_changes_seq_seq";
}

const selectMessages = `SELECT m.id, s.owner AS sender, r.owner AS recipient, s.peer AS sender_peer, r.peer AS recipient_peer,
  coalesce(r.is_pending, false)::int AS is_pending, s.origin, m.xml
FROM messages m
LEFT JOIN entries s ON s.owner = m.sender AND s.id = m.id
LEFT JOIN entries r ON r.owner = m.recipient AND r.id = m.id
ORDER BY m.id`;

function quoted(name: string): string {
  return `"${name}"`;
}

async function write(connection: Connection, table: Table, rows: readonly Row[]): Promise<void> {
  if (table === sequences) return setSequences(connection, rows);
  const objects = rows.map((row) => Object.fromEntries(table.columns.map((column, i) => [column, row[i]])));
  const sql = table === messages ? insertMessages : insertInto(table);
  await connection.query(sql, [JSON.stringify(objects)]);
}

function insertInto({ name, columns }: Table): string {
  const list = columns.map(quoted).join();
  return `INSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM json_populate_recordset(NULL::${name}, $1)`;
}

const insertMessages = `
WITH m AS (
  SELECT * FROM json_to_recordset($1) AS (
    id bigint, sender bigint, recipient bigint, sender_peer text, recipient_peer text, is_pending int, origin bigint, xml text
  )
),
sent AS (
  INSERT INTO entries (owner, id, origin, is_incoming, is_pending, peer)
  SELECT sender, id, origin, false, false, sender_peer FROM m WHERE sender IS NOT NULL AND sender IS DISTINCT FROM recipient
),
received AS (
  INSERT INTO entries (owner, id, origin, is_incoming, is_pending, peer)
  SELECT recipient, id, CASE WHEN sender = recipient THEN origin END, true, is_pending = 1, recipient_peer
  FROM m WHERE recipient IS NOT NULL
)
INSERT INTO messages (id, sender, recipient, xml) SELECT id, sender, recipient, xml FROM m`;

async function setSequences(connection: Connection, rows: readonly Row[]): Promise<void> {
  for (const name of numberedTables) {
    const value = Number(rows.find((row) => row[0] === name)?.[1] ?? 0);
    // A copy that broke off may have left another number: sequences do not go back with their transaction.
    await connection.query(`SELECT setval('${sequenceOf(name)}', greatest($1::bigint, 1), $1::bigint > 0)`, [value]);
  }
}

/** Accounts have got their mailboxes with their rows; what stands in them is in the entries. */
async function complete(connection: Connection): Promise<void> {
  await connection.query(`
    UPDATE mailboxes m SET last_id = e.last_id, last_pending = e.last_pending
    FROM (
      SELECT owner, max(id) AS last_id, coalesce(max(id) FILTER (WHERE is_pending), 0) AS last_pending FROM entries GROUP BY owner
    ) e WHERE e.owner = m.owner`);
  await connection.query("ANALYZE");
}
