import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ArchiveIdSource } from "../archive-id.ts";
import { isOriginOf, originHash } from "../origin-id.ts";
import type { AcceptRequest, AcceptResult } from "../store.ts";
import type { IndexMerge } from "./index-merge.ts";
import type { PendingHeads } from "./pending-heads.ts";
import { RecentOrigins, type SentOrigins } from "./recent-origins.ts";
import { type Entries, entryWidth, type TailRow } from "./tail.ts";

const maxCached = 100_000;
const scannedForOrigins = 1_000;

/** Accepts messages inside the batch's transaction: one row each. The rest that it needs is kept in memory. */
export class MessageLog {
  readonly #ids: ArchiveIdSource;
  readonly #merge: IndexMerge;
  readonly #statements: Statements;
  readonly #origins: RecentOrigins;
  readonly #owners = new Map<string, number>();
  readonly #peers = new Map<string, number>();
  readonly #uncommitted: TailRow[] = [];
  readonly #heads: PendingHeads | undefined;

  /** `heads`: several processes accept messages, so that each pending one names the one before it. */
  constructor(database: DatabaseSync, merge: IndexMerge, ids: ArchiveIdSource, heads?: PendingHeads) {
    this.#ids = ids;
    this.#heads = heads;
    this.#merge = merge;
    this.#statements = prepare(database);
    this.#origins = new RecentOrigins((owner, limit) => this.#sentBy(owner, limit));
  }

  accept(request: AcceptRequest, now: number): AcceptResult {
    const { from: sender, originId } = request;
    const origin = sender === undefined || originId === undefined ? 0 : originHash(originId);
    if (sender !== undefined && originId !== undefined) {
      const id = this.#origins.find(sender, origin);
      if (id !== undefined && this.#isSameOrigin(id, originId)) return { kind: "duplicate", id };
    }
    const recipient = request.toUsername === undefined ? undefined : this.#ownerOf(request.toUsername);
    if (request.toUsername !== undefined && recipient === undefined) return { kind: "no-recipient" };
    const after = this.#headOf(request, recipient);
    const id = this.#ids.next(now);
    this.#write(request, { id, sender, recipient, origin });
    if (sender !== undefined && origin !== 0) this.#origins.add(sender, origin, id);
    return after === undefined ? { kind: "accepted", id, recipient } : { kind: "accepted", id, recipient, after };
  }

  /** Of these owners, where the mailboxes stand; those without any pending message are left out. */
  heads(owners: readonly number[]): ReadonlyMap<number, number> {
    const heads = owners.map((owner): [number, number] => [owner, this.#heads?.of(owner) ?? 0]);
    return new Map(heads.filter(([, head]) => head > 0));
  }

  committed(): void {
    this.#uncommitted.length = 0;
  }

  /** Forgets all that was done since the last commit. */
  rolledBack(): void {
    const tail = this.#merge.live;
    for (let row = this.#uncommitted.pop(); row !== undefined; row = this.#uncommitted.pop()) tail.undo(row);
    this.#origins.clear();
    this.#heads?.clear();
    this.forgetAccounts();
    this.#peers.clear();
  }

  /** Accounts came or went. */
  forgetAccounts(): void {
    this.#owners.clear();
  }

  #write(request: AcceptRequest, ids: Pick<TailRow, "id" | "sender" | "recipient" | "origin">): void {
    const { id, sender, recipient, origin } = ids;
    const senderPeer = sender === undefined ? 0 : this.#peerId(request.senderPeer);
    const recipientPeer = recipient === undefined ? 0 : this.#peerId(request.recipientPeer);
    const isPending = request.isPending && recipient !== undefined;
    this.#statements.insert.run(
      id,
      sender ?? null,
      recipient ?? null,
      senderPeer || null,
      recipientPeer || null,
      isPending ? 1 : 0,
      origin || null,
      request.xml,
    );
    const row = { id, sender, recipient, senderPeer, recipientPeer, isPending, origin };
    this.#merge.live.add(row);
    if (isPending) this.#heads?.raise(recipient, id);
    this.#uncommitted.push(row);
  }

  /** Which message this one comes after; undefined: nobody asks. */
  #headOf({ isPending }: AcceptRequest, recipient: number | undefined): number | undefined {
    return isPending && recipient !== undefined ? this.#heads?.of(recipient) : undefined;
  }

  #ownerOf(username: string): number | undefined {
    const known = this.#owners.get(username);
    if (known !== undefined) return known;
    const id = this.#statements.owner.get(username)?.id;
    if (typeof id !== "number") return undefined;
    if (this.#owners.size >= maxCached) this.#owners.clear();
    this.#owners.set(username, id);
    return id;
  }

  #peerId(jid: string): number {
    const known = this.#peers.get(jid);
    if (known !== undefined) return known;
    const row = this.#statements.peer.get(jid) ?? this.#statements.addPeer.get(jid);
    const id = Number(row?.id);
    if (this.#peers.size >= maxCached) this.#peers.clear();
    this.#peers.set(jid, id);
    return id;
  }

  /** The hash only narrows it down: the stored stanza, in which the origin id must stand, decides. */
  #isSameOrigin(id: number, originId: string): boolean {
    const xml = this.#statements.xml.get(id)?.xml;
    return typeof xml === "string" && isOriginOf(xml, originId);
  }

  #sentBy(owner: number, limit: number): SentOrigins {
    const rows = this.#statements.sent.all(owner, scannedForOrigins) as unknown as SentOrigins;
    const indexed = rows.filter(([hash]) => hash !== 0).reverse();
    return [...indexed, ...this.#merge.unindexed(owner).flatMap(originsIn)].slice(-limit);
  }
}

function originsIn(entries: Entries): SentOrigins {
  const found: [number, number][] = [];
  for (let at = 0; at < entries.length; at += entryWidth) {
    const origin = entries[at + 3] ?? 0;
    if (origin !== 0) found.push([origin, entries[at] ?? 0]);
  }
  return found;
}

type Statements = Record<"insert" | "owner" | "peer" | "addPeer" | "xml" | "sent", StatementSync>;

function prepare(database: DatabaseSync): Statements {
  const sent = database.prepare("SELECT origin, id FROM entries WHERE owner = ? ORDER BY id DESC LIMIT ?");
  sent.setReturnArrays(true);
  return {
    insert: database.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
    owner: database.prepare("SELECT id FROM accounts WHERE username = ?"),
    peer: database.prepare("SELECT id FROM peers WHERE jid = ?"),
    addPeer: database.prepare("INSERT INTO peers (jid) VALUES (?) RETURNING id"),
    xml: database.prepare("SELECT xml FROM messages WHERE id = ?"),
    sent,
  };
}
