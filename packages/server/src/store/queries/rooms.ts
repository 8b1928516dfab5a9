import type { Kysely } from "kysely";
import { createArchiveIds, lowestIdAt } from "../archive-id.ts";
import type {
  Appended,
  NewRoomMessage,
  RoomChange,
  RoomSettings,
  StoredAffiliate,
  StoredRoom,
  Tenure,
} from "../rooms.ts";
import { StoreError } from "../store-error.ts";
import type { RoomTable, Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** A message with the same origin that is older is another one. */
const REPEATED_MS = 24 * 60 * 60 * 1_000;
const MAX_PAGE = 1_000;

/** Takes the room over: the fence rises, which no one else who has it can know. */
export async function openRoom(db: Db, room: string, now: number): Promise<StoredRoom | undefined> {
  const row = await db
    .updateTable("rooms")
    .set((e) => ({
      fence: e
        .case()
        .when("fence", "<", now)
        .then(now)
        .else(e("fence", "+", 1))
        .end(),
    }))
    .where("room", "=", room)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const affiliates = await db.selectFrom("room_affiliates").selectAll().where("room", "=", room).execute();
  return {
    tenure: { room, fence: row.fence },
    settings: settingsOf(row),
    affiliates: affiliates.map(({ jid, affiliation, nick, reason }) => ({
      jid,
      affiliation,
      nick: nick ?? undefined,
      reason: reason ?? undefined,
    })),
    subject: row.subject === null ? undefined : { xml: row.subject, id: row.subject_id ?? 0 },
    avatar: row.avatar === null ? undefined : { xml: row.avatar, hash: row.avatar_hash ?? undefined },
  };
}

export async function createRoom(
  db: Db,
  room: string,
  settings: RoomSettings,
  { creator, limit }: { readonly creator: string; readonly limit: number },
  now: number,
): Promise<StoredRoom> {
  const made = await db
    .selectFrom("rooms")
    .select((e) => e.fn.countAll().as("count"))
    .where("creator", "=", creator)
    .executeTakeFirstOrThrow();
  if (Number(made.count) >= limit) throw new StoreError("full", "These are too many rooms of one creator.");
  const none = { subject: null, subject_id: null, avatar: null, avatar_hash: null };
  const inserted = await db
    .insertInto("rooms")
    .values({ room, fence: now, last_id: 0, creator, ...toRow(settings), ...none })
    .onConflict((c) => c.column("room").doNothing())
    .returning("fence")
    .executeTakeFirst();
  if (!inserted) throw new StoreError("conflict", "There is a room of that name.");
  return { tenure: { room, fence: now }, settings, affiliates: [], subject: undefined, avatar: undefined };
}

export async function changeRoom(db: Db, tenure: Tenure, changes: readonly RoomChange[]): Promise<void> {
  await hold(db, tenure);
  for (const change of changes) await apply(db, tenure.room, change);
}

export async function clearRoom(db: Db, tenure: Tenure, limit: number): Promise<boolean> {
  await hold(db, tenure);
  const messages = db.selectFrom("room_messages").select("id").where("room", "=", tenure.room).orderBy("id");
  const ids = (await messages.limit(limit + 1).execute()).map(({ id }) => id);
  const upTo = ids[limit - 1] ?? ids.at(-1);
  if (upTo === undefined) return false;
  await db.deleteFrom("room_messages").where("room", "=", tenure.room).where("id", "<=", upTo).execute();
  return ids.length > limit;
}

export async function appendToRoom(
  db: Db,
  tenure: Tenure,
  messages: readonly NewRoomMessage[],
  now: number,
): Promise<readonly Appended[]> {
  const last = await hold(db, tenure);
  const ids = createArchiveIds(0, last);
  const appended: Appended[] = [];
  for (const message of messages) {
    const known = message.origin === undefined ? undefined : await findRepeated(db, tenure.room, message, now);
    const id = known ?? ids.next(now);
    if (known === undefined) await insert(db, tenure.room, id, message);
    appended.push({ id, isRepeated: known !== undefined });
  }
  const highest = Math.max(last, ...appended.map(({ id }) => id));
  await db.updateTable("rooms").set({ last_id: highest }).where("room", "=", tenure.room).execute();
  return appended;
}

export async function listRooms(db: Db, after: string, limit: number) {
  const open = db.selectFrom("rooms").where("is_public", "=", 1).where("is_locked", "=", 0);
  const rooms = await open
    .select(["room", "title"])
    .where("room", ">", after)
    .orderBy("room")
    .limit(Math.min(limit, MAX_PAGE))
    .execute();
  const row = await open.select((e) => e.fn.countAll().as("count")).executeTakeFirstOrThrow();
  return { rooms, count: Number(row.count) };
}

export async function affiliatedRooms(db: Db, jid: string): Promise<readonly string[]> {
  const rows = await db.selectFrom("room_affiliates").select("room").where("jid", "=", jid).execute();
  return rows.map(({ room }) => room);
}

/** Nobody else writes to the room until the transaction is over. Returns the last id of its archive. */
async function hold(db: Db, { room, fence }: Tenure): Promise<number> {
  const row = await db
    .updateTable("rooms")
    .set({ fence })
    .where("room", "=", room)
    .where("fence", "=", fence)
    .returning("last_id")
    .executeTakeFirst();
  if (!row) throw new StoreError("conflict", "The room was taken over, or is gone.");
  return row.last_id;
}

async function apply(db: Db, room: string, change: RoomChange): Promise<void> {
  const update = (values: Partial<RoomTable>) => db.updateTable("rooms").set(values).where("room", "=", room).execute();
  if (change.kind === "settings") await update(toRow(change.settings));
  if (change.kind === "avatar")
    await update({ avatar: change.avatar?.xml ?? null, avatar_hash: change.avatar?.hash ?? null });
  if (change.kind === "destroy") await db.deleteFrom("rooms").where("room", "=", room).execute();
  if (change.kind === "affiliate") await affiliate(db, room, change.affiliate);
  if (change.kind === "no-affiliate")
    await db.deleteFrom("room_affiliates").where("room", "=", room).where("jid", "=", change.jid).execute();
}

async function affiliate(db: Db, room: string, { jid, affiliation, nick, reason }: StoredAffiliate): Promise<void> {
  const values = { affiliation, nick: nick ?? null, reason: reason ?? null };
  await db
    .insertInto("room_affiliates")
    .values({ room, jid, ...values })
    .onConflict((c) => c.columns(["room", "jid"]).doUpdateSet(values))
    .execute();
}

async function findRepeated(db: Db, room: string, { origin, xml }: NewRoomMessage, now: number) {
  const row = await db
    .selectFrom("room_messages")
    .select("id")
    .where("room", "=", room)
    .where("origin", "=", origin ?? "")
    .where("id", ">=", lowestIdAt(new Date(now - REPEATED_MS)))
    .where("xml", "=", xml)
    .executeTakeFirst();
  return row?.id;
}

async function insert(db: Db, room: string, id: number, message: NewRoomMessage): Promise<void> {
  const { xml, author, nick, origin, isSubject, replaces } = message;
  const values = { room, id, author, nick, origin: origin ?? null, is_subject: Number(isSubject), xml };
  await db.insertInto("room_messages").values(values).execute();
  if (isSubject) await db.updateTable("rooms").set({ subject: xml, subject_id: id }).where("room", "=", room).execute();
  if (!replaces) return;
  const older = db.updateTable("room_messages").set({ xml: replaces.xml }).where("room", "=", room);
  await older.where("id", "=", replaces.id).execute();
}

function settingsOf(row: RoomTable): RoomSettings {
  return { config: row.config, title: row.title, isPublic: row.is_public === 1, isLocked: row.is_locked === 1 };
}

function toRow({ config, title, isPublic, isLocked }: RoomSettings) {
  return { config, title, is_public: Number(isPublic), is_locked: Number(isLocked) };
}
