import type { Kysely } from "kysely";
import { StoreError } from "../store-error.ts";
import type { Hold, NewUpload, Reservation, Slot, Upload, UploadQuota } from "../uploads.ts";
import { findAccountById } from "./accounts.ts";
import type { Schema, UploadTable } from "./schema.ts";

type Db = Kysely<Schema>;

const maxPage = 1_000;
const HELD = ["under-way", "wanted"] as const;

/** The caller sees to it that nobody reserves for the same owner meanwhile. */
export async function reserveUpload(db: Db, upload: NewUpload, quota: UploadQuota, now: number): Promise<Reservation> {
  if ((await findAccountById(db, upload.owner)) === undefined)
    throw new StoreError("not-found", "There is no such owner.");
  if (upload.purpose === "profile") await letOldestGo(db, upload.owner, quota.profileFiles, now);
  else {
    const retryAt = await fullUntil(db, upload, quota, now);
    if (retryAt !== undefined) return { kind: "full", retryAt };
  }
  await db.insertInto("uploads").values(toRow(upload, now)).execute();
  return { kind: "reserved" };
}

export async function beginUpload(
  db: Db,
  id: string,
  hold: Hold,
  until: Date,
  now: number,
): Promise<Upload | undefined> {
  const row = await db
    .updateTable("uploads")
    .set({ state: "under-way", held_by: hold.holder, held_until: hold.until.getTime(), expires_at: until.getTime() })
    .where("id", "=", id)
    .where((e) => e.or([e("state", "=", "slot"), e.and([e("state", "in", HELD), e("held_until", "<=", now)])]))
    .where("expires_at", ">", now)
    .where("owner", "is not", null)
    .returningAll()
    .executeTakeFirst();
  return row && toUpload(row);
}

export async function prolongUpload(db: Db, id: string, { holder, until }: Hold): Promise<boolean> {
  const row = await db
    .updateTable("uploads")
    .set({ held_until: until.getTime() })
    .where("id", "=", id)
    .where("state", "=", "under-way")
    .where("held_by", "=", holder)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function giveUpUpload(db: Db, id: string, holder: string, until: Date): Promise<void> {
  const time = until.getTime();
  await db
    .updateTable("uploads")
    .set((e) => ({
      state: "slot" as const,
      expires_at: e.case().when("kept_until", "<", time).then(e.ref("kept_until")).else(time).end(),
    }))
    .where("id", "=", id)
    .where("state", "in", HELD)
    .where("held_by", "=", holder)
    .execute();
}

export async function completeUpload(db: Db, id: string, holder: string, now: number): Promise<boolean> {
  const row = await db
    .updateTable("uploads")
    .set((e) => ({ state: "stored" as const, expires_at: e.ref("kept_until") }))
    .where("id", "=", id)
    .where("state", "in", HELD)
    .where("held_by", "=", holder)
    .where("expires_at", ">", now)
    .where("owner", "is not", null)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function wantUpload(db: Db, id: string): Promise<void> {
  await db
    .updateTable("uploads")
    .set({ state: "wanted" })
    .where("id", "=", id)
    .where("state", "=", "under-way")
    .execute();
}

export async function findSlot(db: Db, id: string, now: number): Promise<Slot | undefined> {
  const row = await db
    .selectFrom("uploads")
    .select(["state", "size", "expires_at", "held_until"])
    .where("id", "=", id)
    .where("expires_at", ">", now)
    .where("owner", "is not", null)
    .executeTakeFirst();
  return row && { state: slotState(row, now), size: row.size, expiresAt: new Date(row.expires_at) };
}

export async function findUpload(db: Db, id: string, now: number): Promise<Upload | undefined> {
  const row = await db
    .selectFrom("uploads")
    .selectAll()
    .where("id", "=", id)
    .where("state", "=", "stored")
    .where("expires_at", ">", now)
    .where("owner", "is not", null)
    .executeTakeFirst();
  return row && toUpload(row);
}

export async function expiredUploads(db: Db, before: Date, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("uploads")
    .select("id")
    .where((e) => e.or([e("expires_at", "<=", before.getTime()), e("owner", "is", null)]))
    .limit(Math.min(limit, maxPage))
    .execute();
  return rows.map(({ id }) => id);
}

export async function forgetUploads(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom("uploads").where("id", "in", ids).execute();
}

/** Undefined while there is room; else when the first of what fills it goes. */
async function fullUntil(db: Db, { owner, size }: NewUpload, quota: UploadQuota, now: number) {
  const row = await db
    .selectFrom("uploads")
    .select((e) => [
      e.fn.countAll().as("files"),
      e.fn.coalesce(e.fn.sum("size"), e.lit(0)).as("bytes"),
      e.fn.min("expires_at").as("first"),
    ])
    .where("owner", "=", owner)
    .where("purpose", "!=", "profile")
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  const hasRoom = Number(row.files) < quota.files && Number(row.bytes) + size <= quota.bytes;
  return hasRoom ? undefined : new Date(Number(row.first ?? now));
}

/** Leaves room for one more. */
async function letOldestGo(db: Db, owner: number, most: number, now: number): Promise<void> {
  const newest = await db
    .selectFrom("uploads")
    .select("id")
    .where("owner", "=", owner)
    .where("purpose", "=", "profile")
    .where("expires_at", ">", now)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  const ids = newest.slice(most - 1).map(({ id }) => id);
  if (ids.length > 0) await db.updateTable("uploads").set({ expires_at: now }).where("id", "in", ids).execute();
}

function toRow(upload: NewUpload, now: number): UploadTable {
  const { id, owner, name, type, size, purpose, slotUntil, keptUntil } = upload;
  const times = { created_at: now, expires_at: slotUntil.getTime(), kept_until: keptUntil.getTime() };
  const held = { held_by: "", held_until: 0 };
  return { id, owner, name, type: type ?? null, size, purpose, state: "slot", ...times, ...held };
}

function slotState(
  { state, held_until: heldUntil }: Pick<UploadTable, "state" | "held_until">,
  now: number,
): Slot["state"] {
  if (state === "stored") return "stored";
  return state === "slot" || heldUntil <= now ? "free" : "held";
}

function toUpload({ id, name, type, size, expires_at: expiresAt }: UploadTable): Upload {
  return { id, name, type: type ?? undefined, size, expiresAt: new Date(expiresAt) };
}
