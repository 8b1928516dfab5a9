import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { missingPostgres, type PostgresServer, startPostgres } from "../store/postgres/postgres-server.fixture.ts";
import { commandLine } from "./fake-terminal.fixture.ts";

describe.skipIf(missingPostgres)(named("commands on PostgreSQL", missingPostgres), () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: "off" }); // nothing here pulls the plug
  });
  afterAll(() => server?.end());

  test("people are looked after in the database as in a folder, and move between them", async () => {
    const url = await server.createDatabase();
    const { folder, run } = commandLine({ YONDER_DATABASE_URL: url });
    expect(await run("user add alice@localhost --admin", "secret of alice")).toMatchObject({ code: 0 });
    expect(await run("user import -", "bob@localhost,secret of bob\ncarol@localhost,secret of carol")).toMatchObject({
      out: "2 accounts added, 0 existed already\n",
    });
    expect(await run("user add bob@localhost", "another secret")).toMatchObject({
      code: 1,
      err: expect.stringContaining("exists already"),
    });
    expect(await run("user password bob@localhost", "another secret")).toMatchObject({ code: 0 });
    expect(await run("user remove carol@localhost")).toMatchObject({ code: 0 });
    expect((await run("invite --uses 2")).out).toMatch(/\/invite\/#[\w-]+/);
    const people = await run("user list");
    expect(people.out).toBe("alice@localhost\tadministrator\nbob@localhost\n");

    expect((await run("check")).out).toMatch(/^ok +database: test_1 on PostgreSQL \d+/m);

    const copied = await run(`store copy ${url} ${folder}/copy`);
    expect(copied).toMatchObject({ code: 0, out: expect.stringMatching(/^ +2 {2}accounts$(?:.|\n)*compared/m) });
    const inFolder = commandLine({ YONDER_DATA: `${folder}/copy` });
    expect(await inFolder.run("user list")).toEqual(people);
    expect(await run(`store copy ${folder}/copy ${url}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining("not empty"),
    });
  });

  test("one line says that the database is out of reach", async () => {
    const { run } = commandLine({ YONDER_DATABASE_URL: "postgres://postgres@127.0.0.1:1/yonder" });
    expect((await run("check")).out).toMatch(/^wrong +database: PostgreSQL is out of reach/m);
    expect(await run("user list")).toEqual({
      code: 1,
      out: "",
      err: "yonder: PostgreSQL is out of reach (connect ECONNREFUSED 127.0.0.1:1).\n",
    });
  });
});
