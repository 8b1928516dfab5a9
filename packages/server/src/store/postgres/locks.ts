/** Advisory locks, told from those of other programs by their first half. */
const ours = 0x796f6e64;

/** Held by each node as long as it runs; alone by whoever must be sure that no node does. */
export const nodesLock = `${ours}, 1`;
/** The tables are being changed. */
export const migrationLock = `${ours}, 2`;
/** Changes of accounts follow each other: whoever sees one has seen all with lower numbers. */
export const accountChangesLock = `${ours}, 3`;
/** With a place of publish-subscribe nodes as the second half: what is in it is being changed. */
export const pubsubLocks = `${ours + 1}`;
/** Whoever has it clears away what removed accounts had. */
export const removedOwnersLock = `${ours}, 4`;
