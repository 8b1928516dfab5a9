import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { kyselyOn } from "../sqlite/dialect.ts";
import { prepared } from "./prepared.ts";

function settings() {
  const database = new DatabaseSync(":memory:");
  database.exec(
    "CREATE TABLE settings (key TEXT, value TEXT); INSERT INTO settings VALUES ('a', '1'), ('b', '2'), ('b', '3')",
  );
  return kyselyOn(database);
}

describe("a prepared query", () => {
  it("takes other values each time, wherever they go", async () => {
    const query = prepared((db, value: string, key: string) =>
      db.selectFrom("settings").selectAll().where("key", "=", key).where("value", ">=", value).where("value", "<", "9"),
    );
    const db = settings();
    expect(await query(db, "0", "a")).toEqual([{ key: "a", value: "1" }]);
    expect(await query(db, "3", "b")).toEqual([{ key: "b", value: "3" }]);
    expect(await query(db, "4", "b")).toEqual([]);
  });

  it("is built once for each connection", async () => {
    let builds = 0;
    const query = prepared((db, key: string) => {
      builds += 1;
      return db.selectFrom("settings").select("value").where("key", "=", key);
    });
    const [one, other] = [settings(), settings()];
    for (const db of [one, other, one, other]) expect(await query(db, "a")).toEqual([{ value: "1" }]);
    expect(builds).toBe(2);
  });

  it("writes too", async () => {
    const add = prepared((db, key: string, value: string) => db.insertInto("settings").values({ key, value }));
    const db = settings();
    await add(db, "c", "4");
    await add(db, "d", "5");
    const rows = await db.selectFrom("settings").select("key").where("value", ">", "3").execute();
    expect(rows.map(({ key }) => key)).toEqual(["c", "d"]);
  });
});
