import { DatabaseSync } from "node:sqlite";
import type { Filling } from "./peer.ts";

/** The text of each message that is put into an archive: as long as those that are sent. */
export const FILLED_BODY = "The quick brown fox jumps over the lazy dog, sixty-four bytes...";

/**
 * Runs SQL on a database that nobody else has open, without a sync. It finds `numbers`, a row for each message of a pair (`i` from 0),
 * and `people`, two rows a pair (`name`, `peer`, `pair`, `sends`), in order of names.
 */
export function fillDatabase(file: string, { pairs, messagesEach }: Filling, sql: string): void {
  const database = new DatabaseSync(file);
  const mode = String(database.prepare("PRAGMA journal_mode").get()?.journal_mode);
  database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -524288");
  database.exec(`
    CREATE TEMP TABLE numbers AS
      WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i + 1 FROM n WHERE i < ${messagesEach - 1}) SELECT i FROM n;
    CREATE TEMP TABLE people AS
      WITH RECURSIVE p(pair) AS (VALUES(0) UNION ALL SELECT pair + 1 FROM p WHERE pair < ${pairs - 1})
      SELECT 'user' || (2 * pair) AS name, 'user' || (2 * pair + 1) AS peer, pair, 1 AS sends FROM p
      UNION ALL SELECT 'user' || (2 * pair + 1), 'user' || (2 * pair), pair, 0 FROM p ORDER BY 1;
    BEGIN; ${sql}; COMMIT;
    PRAGMA synchronous = FULL; PRAGMA journal_mode = ${mode}`);
  database.close();
}

/** When the first of so many messages was sent, if there was one each millisecond and the last one a minute ago; in ms. */
export function beginning({ pairs, messagesEach }: Filling): number {
  return Date.now() - 60_000 - pairs * messagesEach;
}
