import type { Kysely } from "kysely";
import type { NewReport, Report } from "../reports.ts";
import { StoreError } from "../store-error.ts";
import { findAccountById } from "./accounts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

const maxReports = 100;
const maxPage = 1_000;

export async function addReport(db: Db, owner: number, report: NewReport, now: number): Promise<void> {
  if ((await findAccountById(db, owner)) === undefined) throw new StoreError("not-found", "There is no such owner.");
  const { id, address, reason, text, stanzaIds, forOrigin, forOthers } = report;
  const flags = { for_origin: forOrigin ? 1 : 0, for_others: forOthers ? 1 : 0 };
  await db
    .insertInto("reports")
    .values({ id, owner, address, reason, text, stanza_ids: JSON.stringify(stanzaIds), ...flags, reported_at: now })
    .execute();
  const own = db.selectFrom("reports").select("id").where("owner", "=", owner);
  const kept = await own.orderBy("reported_at", "desc").orderBy("id").limit(maxReports).execute();
  if (kept.length < maxReports) return;
  const ids = kept.map((row) => row.id);
  await db.deleteFrom("reports").where("owner", "=", owner).where("id", "not in", ids).execute();
}

export async function listReports(db: Db, limit: number): Promise<readonly Report[]> {
  const rows = await db
    .selectFrom("reports")
    .innerJoin("accounts", "accounts.id", "reports.owner")
    .selectAll("reports")
    .select("accounts.username")
    .orderBy("reports.reported_at", "desc")
    .orderBy("reports.id")
    .limit(Math.min(limit, maxPage))
    .execute();
  return rows.map(({ id, username, address, reason, text, ...row }) => ({
    id,
    reporter: username,
    address,
    reason,
    text,
    stanzaIds: JSON.parse(row.stanza_ids),
    forOrigin: row.for_origin === 1,
    forOthers: row.for_others === 1,
    at: new Date(row.reported_at),
  }));
}

export async function removeReport(db: Db, id: string): Promise<boolean> {
  return (await db.deleteFrom("reports").where("id", "=", id).returning("id").executeTakeFirst()) !== undefined;
}
