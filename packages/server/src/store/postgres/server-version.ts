import { systemTimers } from "../timers.ts";
import { Connection } from "./connection.ts";

/** As PostgreSQL names it. Rejects with StoreError "unavailable", and the reason, when it cannot be reached. */
export async function serverVersion(url: string): Promise<string> {
  const connection = await Connection.open({ url, timers: systemTimers });
  const [row] = await connection
    .query<{ server_version: string }>("SHOW server_version")
    .finally(() => connection.close());
  return row?.server_version ?? "";
}
