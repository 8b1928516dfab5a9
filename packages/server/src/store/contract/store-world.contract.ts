import type { AcceptRequest, Account, Credentials, Store } from "../store.ts";

/** A place where a store is kept. Opened stores are closed, and the place cleared, when the test is over. */
export interface StoreWorld {
  /** On SQLite one node at a time, with tools beside it; on PostgreSQL any number of both. */
  open(role?: "node" | "tool"): Promise<Store>;
  /** The clock of every store opened here. Starts at 2026-01-01 and stands still. */
  readonly clock: { time: number };
}

export type OpenWorld = () => Promise<StoreWorld>;

/** Keys that are told apart by a number. */
export function keysOf(n: number): Credentials {
  const scram = (extra: number) => ({
    salt: Uint8Array.of(n, extra),
    iterations: 4096 + n,
    storedKey: Uint8Array.of(n, extra, 1),
    serverKey: Uint8Array.of(n, extra, 2),
  });
  return { sha1: scram(1), sha256: scram(2) };
}

export interface Couple {
  readonly store: Store;
  readonly alice: Account;
  readonly bob: Account;
}

/** A store with alice@localhost and bob@localhost. */
export async function openCouple(world: StoreWorld): Promise<Couple> {
  const store = await world.open();
  const alice = await store.accounts.add("alice", keysOf(1));
  const bob = await store.accounts.add("bob", keysOf(2));
  return { store, alice, bob };
}

/** A message between two local users, as it is handed to accept(). */
export function message(from: Account, to: Account, id: string, body = id): AcceptRequest {
  const [sender, recipient] = [`${from.username}@localhost`, `${to.username}@localhost`];
  return {
    from: from.id,
    toUsername: to.username,
    senderPeer: recipient,
    recipientPeer: sender,
    xml: `<message from='${sender}/phone' to='${recipient}' id='${id}' type='chat'><body>${body}</body></message>`,
    originId: id,
    isPending: true,
  };
}

/** Accepts it and tells its id. */
export async function accepted(store: Store, request: AcceptRequest): Promise<number> {
  const result = await store.archive.accept(request);
  if (result.kind !== "accepted") throw new Error(`It was answered ${result.kind}.`);
  return result.id;
}

/** Accepts that many, a minute apart, from alice to bob; tells their ids. */
export async function acceptMany(world: StoreWorld, { store, alice, bob }: Couple, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let i = 1; i <= count; i += 1) {
    ids.push(await accepted(store, message(alice, bob, `m${i}`)));
    world.clock.time += 60_000;
  }
  return ids;
}
