import { accountArchive } from "../search/search-index.ts";
import type { Connection } from "./connection.ts";
import { removedOwnersLock } from "./locks.ts";
import { clearSearch } from "./search-index.ts";

const entriesPerStep = 200;

/**
 * Clears some of what removed accounts had away, in the caller's transaction; a message goes when nobody has it any more. Returns whether more
 * may be left. One node at a time does it.
 */
export async function clearRemovedOwners(connection: Connection): Promise<boolean> {
  const [removed] = await connection.query<{ owner: number }>("SELECT owner FROM removed_owners LIMIT 1");
  if (removed === undefined) return false;
  const [lock] = await connection.query(`SELECT pg_try_advisory_xact_lock(${removedOwnersLock}) AS is_ours`);
  if (lock?.is_ours !== true) return false;
  const [cleared] = await connection.query<{ count: number }>(clear, [removed.owner]);
  const isSearchClear = await clearSearch(connection, accountArchive(removed.owner));
  if (isSearchClear && (cleared?.count ?? 0) < entriesPerStep)
    await connection.query("DELETE FROM removed_owners WHERE owner = $1", [removed.owner]);
  return true;
}

const clear = `
WITH entry AS (SELECT id FROM entries WHERE owner = $1 ORDER BY id LIMIT ${entriesPerStep}),
gone AS (DELETE FROM entries e USING entry WHERE e.owner = $1 AND e.id = entry.id RETURNING e.id),
orphaned AS (
  DELETE FROM messages m USING gone WHERE m.id = gone.id
  AND NOT EXISTS (SELECT FROM entries other WHERE other.owner IN (m.sender, m.recipient) AND other.owner <> $1 AND other.id = m.id)
)
SELECT count(*) AS count FROM gone`;
