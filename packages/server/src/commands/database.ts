import type { Config } from "../config/config.ts";
import { StoreError } from "../store/store.ts";
import { type Finding, right, wrong } from "./finding.ts";

/** Whether the database of all nodes can be reached, if there is one. Changes nothing in it. */
export async function inspectDatabase({ databaseUrl }: Pick<Config, "databaseUrl">): Promise<Finding[]> {
  if (databaseUrl === undefined) return [];
  const { host, pathname } = new URL(databaseUrl);
  const { serverVersion } = await import("../store/postgres/server-version.ts"); // with the driver, for those who use it
  try {
    return [right(`database: ${pathname.slice(1)} on PostgreSQL ${await serverVersion(databaseUrl)} at ${host}`)];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [wrong(`database: ${error.message}`)];
  }
}
