import type { Kysely } from "kysely";
import { writtenItem } from "../roster-xml.ts";
import type {
  Roster,
  RosterChange,
  RosterChanges,
  RosterItem,
  RosterTransition,
  Standing,
  WrittenRoster,
} from "../store.ts";
import { StoreError } from "../store-error.ts";
import { decide } from "../subscription.ts";
import { prepared } from "./prepared.ts";
import type { RosterItemTable, Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface RosterLimits {
  /** Listed contacts of one owner. */
  readonly contacts: number;
  /** Waiting requests of one owner from contacts that are not listed. */
  readonly requests: number;
  /** Removals of one owner that are remembered for roster versioning. */
  readonly removals: number;
}

export const defaultLimits: RosterLimits = { contacts: 10_000, requests: 1_000, removals: 500 };

export async function loadRoster(db: Db, owner: number): Promise<Roster> {
  const rows = await listedOf(db, owner);
  return { version: versionText(owner, (await versionOf(db, owner)).version), items: rows.map(toItem) };
}

export async function writeRoster(db: Db, owner: number): Promise<WrittenRoster> {
  const { version, items } = await loadRoster(db, owner);
  return { version, xml: items.map(writtenItem).join("") };
}

export async function findRosterItem(db: Db, owner: number, contact: string): Promise<RosterItem | undefined> {
  const row = await itemsOf(db, owner).where("contact", "=", contact).executeTakeFirst();
  return row && toItem(row);
}

export async function standings(db: Db, owners: readonly number[], contact: string): Promise<readonly Standing[]> {
  if (owners.length === 0) return [];
  const rows = await db
    .selectFrom("roster_items")
    .select(["owner", "subscription", "groups"])
    .where("owner", "in", owners)
    .where("contact", "=", contact)
    .execute();
  return rows.map(({ groups, ...row }) => ({ ...row, groups: JSON.parse(groups) }));
}

export async function rosterRequests(db: Db, owner: number): Promise<readonly string[]> {
  const rows = await requestsTo(db, owner);
  return rows.map((row) => row.request ?? "");
}

/** RFC 6121 §2.6.3. */
export async function rosterChangesSince(db: Db, owner: number, version: string): Promise<RosterChanges> {
  const current = await versionOf(db, owner);
  const since = versionNumber(owner, version);
  if (since === undefined || since > current.version || since < current.removals_from) return { kind: "full" };
  const rows = await itemsOf(db, owner).where("is_listed", "=", 1).where("version", ">", since).execute();
  const removals = db.selectFrom("roster_removals").select("contact").where("owner", "=", owner);
  const removed = await removals.where("version", ">", since).orderBy("version").execute();
  return {
    kind: "changes",
    version: versionText(owner, current.version),
    changed: rows.map(toItem),
    removed: removed.map((row) => row.contact),
  };
}

/** Reads, decides and writes; the caller's transaction makes it one step. */
export async function changeRoster(
  db: Db,
  limits: RosterLimits,
  owner: number,
  contact: string,
  change: RosterChange,
  now: number,
): Promise<RosterTransition> {
  const before = await findRosterItem(db, owner, contact);
  const decision = decide(before, contact, change);
  const stored = await versionOf(db, owner);
  if (decision.kind !== "changed") return { ...decision, version: versionText(owner, stored.version) };
  const version = decision.isPushed ? stored.version + 1 : stored.version;
  await checkLimits(db, limits, owner, before, decision.item);
  if (decision.isPushed) await setVersion(db, owner, version);
  if (decision.item !== undefined) await save(db, owner, decision.item, before, version, now);
  else await remove(db, limits, owner, contact, version, before?.isListed ?? false);
  return { ...decision, version: versionText(owner, version) };
}

async function checkLimits(
  db: Db,
  limits: RosterLimits,
  owner: number,
  before: RosterItem | undefined,
  after: RosterItem | undefined,
) {
  if (after === undefined || (before !== undefined && before.isListed === after.isListed)) return;
  const row = await db
    .selectFrom("roster_items")
    .select((e) => e.fn.countAll().as("count"))
    .where("owner", "=", owner)
    .where("is_listed", "=", after.isListed ? 1 : 0)
    .executeTakeFirstOrThrow();
  if (Number(row.count) < (after.isListed ? limits.contacts : limits.requests)) return;
  throw new StoreError("full", after.isListed ? "The roster is full." : "Too many requests wait for an answer.");
}

async function save(
  db: Db,
  owner: number,
  item: RosterItem,
  before: RosterItem | undefined,
  version: number,
  now: number,
) {
  const requestedAt = before?.request === undefined ? { requested_at: item.request === undefined ? null : now } : {};
  const values = { ...toColumns(item), ...requestedAt, version };
  await db
    .insertInto("roster_items")
    .values({ owner, contact: item.contact, requested_at: null, ...values })
    .onConflict((c) => c.columns(["owner", "contact"]).doUpdateSet(values))
    .execute();
  if (!before?.isListed) await forgetRemoval(db, owner, item.contact);
}

async function remove(
  db: Db,
  limits: RosterLimits,
  owner: number,
  contact: string,
  version: number,
  wasListed: boolean,
) {
  await db.deleteFrom("roster_items").where("owner", "=", owner).where("contact", "=", contact).execute();
  if (!wasListed) return;
  await forgetRemoval(db, owner, contact);
  await db.insertInto("roster_removals").values({ owner, contact, version }).execute();
  const oldest = db.selectFrom("roster_removals").select("version").where("owner", "=", owner);
  const cut = await oldest.orderBy("version", "desc").offset(limits.removals).limit(1).executeTakeFirst();
  if (cut === undefined) return;
  await db.deleteFrom("roster_removals").where("owner", "=", owner).where("version", "<=", cut.version).execute();
  await db.updateTable("roster_versions").set({ removals_from: cut.version }).where("owner", "=", owner).execute();
}

async function forgetRemoval(db: Db, owner: number, contact: string) {
  await db.deleteFrom("roster_removals").where("owner", "=", owner).where("contact", "=", contact).execute();
}

async function versionOf(db: Db, owner: number) {
  const [row] = await versionsOf(db, owner);
  return row ?? { version: 0, removals_from: 0 };
}

const versionsOf = prepared((db, owner: number) =>
  db.selectFrom("roster_versions").select(["version", "removals_from"]).where("owner", "=", owner),
);

async function setVersion(db: Db, owner: number, version: number) {
  await db
    .insertInto("roster_versions")
    .values({ owner, version, removals_from: 0 })
    .onConflict((c) => c.column("owner").doUpdateSet({ version }))
    .execute();
}

const COLUMNS = [
  "contact",
  "is_listed",
  "name",
  "groups",
  "subscription",
  "is_pending_out",
  "is_approved",
  "request",
] as const;

function itemsOf(db: Db, owner: number) {
  return db.selectFrom("roster_items").select(COLUMNS).where("owner", "=", owner);
}

const listedOf = prepared((db, owner: number) => itemsOf(db, owner).where("is_listed", "=", 1));
const requestsTo = prepared((db, owner: number) =>
  itemsOf(db, owner).where("request", "is not", null).orderBy("requested_at"),
);

// The owner's id stands in it: an account made anew under an old name never shares versions with the old one.
function versionText(owner: number, version: number): string {
  return `${owner}.${version}`;
}

function versionNumber(owner: number, text: string): number | undefined {
  const [id, version] = text.split(".").map(Number);
  return id === owner && version !== undefined && versionText(owner, version) === text ? version : undefined;
}

function toItem(row: Pick<RosterItemTable, (typeof COLUMNS)[number]>): RosterItem {
  return {
    contact: row.contact,
    isListed: row.is_listed === 1,
    name: row.name ?? undefined,
    groups: JSON.parse(row.groups),
    subscription: row.subscription,
    isPendingOut: row.is_pending_out === 1,
    isApproved: row.is_approved === 1,
    request: row.request ?? undefined,
  };
}

function toColumns(item: RosterItem) {
  return {
    is_listed: item.isListed ? 1 : 0,
    name: item.name ?? null,
    groups: JSON.stringify(item.groups),
    subscription: item.subscription,
    is_pending_out: item.isPendingOut ? 1 : 0,
    is_approved: item.isApproved ? 1 : 0,
    request: item.request ?? null,
  };
}
