import type { WantedToken } from "@yonder/protocol";
import {
  type Extent,
  type IndexedMessage,
  ownerOfArchive,
  type SearchIndex,
  type Wanted,
} from "../search/search-index.ts";
import { numberArray, textArray } from "./array-literal.ts";
import type { Calls } from "./calls.ts";
import type { Connection } from "./connection.ts";

const rowsPerStep = 1_000;

/** Words of archives in an inverted index (GIN, §70), which is one for all archives: each word has the archive's name before it. */
export class PostgresSearchIndex implements SearchIndex {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  async extent(archive: string): Promise<Extent | undefined> {
    const sql = "SELECT low, high, is_whole FROM search_archives WHERE archive = $1";
    const rows = await this.#find<{ low: number; high: number; is_whole: boolean }>(sql, [archive]);
    return rows[0] && { low: rows[0].low, high: rows[0].high, isWhole: rows[0].is_whole };
  }

  async add(
    archive: string,
    former: Extent | undefined,
    next: Extent,
    messages: readonly IndexedMessage[],
  ): Promise<void> {
    await this.#calls.write(`search ${archive}`, async (_, connection) => {
      const isOurs = former ? await extend(connection, archive, former, next) : await begin(connection, archive, next);
      if (isOurs) await insert(connection, archive, messages);
    });
  }

  async find(archive: string, { tokens, range, isBackward, limit }: Wanted): Promise<readonly number[]> {
    const sql = `SELECT id FROM search_words WHERE words @@ $1::tsquery AND id > $2 AND id < $3
      ORDER BY id ${isBackward ? "DESC" : "ASC"} LIMIT $4`;
    const words = tokens.map((token) => written(archive, token)).join(" & ");
    const rows = await this.#find<{ id: number }>(sql, [words, range.low, range.high, limit]);
    return rows.map(({ id }) => id);
  }

  async changes(archive: string, names: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const sql = "SELECT name, max(id) AS id FROM search_changes WHERE archive = $1 AND name = ANY ($2) GROUP BY name";
    const rows = await this.#find<{ name: number; id: number }>(sql, [archive, numberArray(names)]);
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  async forget(archive: string): Promise<void> {
    const forgetSome = () =>
      this.#calls.write(`search ${archive}`, async (_, connection) => {
        await connection.query("DELETE FROM search_archives WHERE archive = $1", [archive]);
        return clearSearch(connection, archive);
      });
    while (!(await forgetSome())) {}
  }

  #find<Row extends object>(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.#calls.find((_, connection) => connection.query<Row>(sql, values));
  }
}

/** Removes some of an archive's words, in the caller's transaction. @returns whether that was all */
export async function clearSearch(connection: Connection, archive: string): Promise<boolean> {
  const counts = await Promise.all(
    ["search_words", "search_changes"].map(async (table) => {
      const some = `SELECT ctid FROM ${table} WHERE archive = $1 LIMIT ${rowsPerStep}`;
      return (await connection.run(`DELETE FROM ${table} WHERE ctid = ANY (ARRAY(${some}))`, [archive])).rowCount;
    }),
  );
  return counts.every((count) => (count ?? 0) < rowsPerStep);
}

/** Nobody else has begun. Rejects with "not-found" when the account is gone. */
async function begin(connection: Connection, archive: string, { low, high, isWhole }: Extent): Promise<boolean> {
  const sql = "INSERT INTO search_archives (archive, owner, low, high, is_whole) VALUES ($1, $2, $3, $4, $5)";
  const values = [archive, ownerOfArchive(archive) ?? null, low, high, isWhole];
  return (await connection.run(`${sql} ON CONFLICT DO NOTHING`, values)).rowCount === 1;
}

/** Nobody else went on meanwhile. */
async function extend(connection: Connection, archive: string, former: Extent, next: Extent): Promise<boolean> {
  const sql = `UPDATE search_archives SET low = $4, high = $5, is_whole = $6 WHERE archive = $1 AND low = $2 AND high = $3`;
  const values = [archive, former.low, former.high, next.low, next.high, next.isWhole];
  return (await connection.run(sql, values)).rowCount === 1;
}

async function insert(connection: Connection, archive: string, messages: readonly IndexedMessage[]): Promise<void> {
  const spoken = messages.filter(({ tokens }) => tokens.length > 0);
  const ids = numberArray(spoken.map(({ id }) => id));
  const words = textArray(spoken.map(({ tokens }) => tokens.map((token) => `${archive}_${token}`).join(" ")));
  const sql = `INSERT INTO search_words (archive, id, words) SELECT $1, m.id, array_to_tsvector(string_to_array(m.words, ' '))
    FROM unnest($2::bigint[], $3::text[]) m (id, words) ON CONFLICT DO NOTHING`;
  if (spoken.length > 0) await connection.query(sql, [archive, ids, words]);
  const changed = messages.flatMap(({ id, changes }) => (changes === undefined ? [] : [[changes, id] as const]));
  const into = `INSERT INTO search_changes (archive, name, id) SELECT $1, c.name, c.id
    FROM unnest($2::bigint[], $3::bigint[]) c (name, id) ON CONFLICT DO NOTHING`;
  const [names, byIds] = [changed.map(([name]) => name), changed.map(([, id]) => id)];
  if (changed.length > 0) await connection.query(into, [archive, numberArray(names), numberArray(byIds)]);
}

/** As a word of a tsquery (§8.11.2). */
function written(archive: string, { text, isPrefix }: WantedToken): string {
  return `'${archive}_${text.replace(/['\\]/g, "$&$&")}'${isPrefix ? ":*" : ""}`;
}
