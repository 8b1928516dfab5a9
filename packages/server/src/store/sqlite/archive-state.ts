import type { DatabaseSync } from "node:sqlite";

/**
 * How far `entries` is filled: of every owner up to `indexedTo`. While a merge is under way, of owners before
 * `mergingOwner` up to `mergingTo`, and of `mergingOwner` up to `mergingId`. Otherwise `mergingTo` is `indexedTo`.
 */
export interface ArchiveState {
  readonly indexedTo: number;
  readonly mergingTo: number;
  readonly mergingOwner: number;
  readonly mergingId: number;
}

/** Of this owner, all entries up to this id are in the index and none beyond it. */
export function indexedTo(state: ArchiveState, owner: number): number {
  if (owner < state.mergingOwner) return state.mergingTo;
  return owner === state.mergingOwner ? Math.max(state.indexedTo, state.mergingId) : state.indexedTo;
}

export function archiveStateReader(database: DatabaseSync): () => ArchiveState {
  const statement = database.prepare("SELECT indexed_to, merging_to, merging_owner, merging_id FROM archive_state");
  statement.setReturnArrays(true);
  return () => {
    const row = statement.get() as unknown as readonly number[];
    const [indexed = 0, mergingTo = 0, mergingOwner = 0, mergingId = 0] = row;
    return { indexedTo: indexed, mergingTo, mergingOwner, mergingId };
  };
}
