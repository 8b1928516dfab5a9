import { afterAll, beforeAll, describe } from "vitest";
import { named } from "../../../../../test/support/programs.ts";
import { storeContract } from "../store.contract.ts";
import { missingPostgres, type PostgresServer, startPostgres } from "./postgres-server.fixture.ts";
import { openDatabase } from "./world.fixture.ts";

describe.skipIf(missingPostgres)(named("store on PostgreSQL", missingPostgres), () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: "off" }); // nothing here pulls the plug
  });
  afterAll(() => server?.end());
  storeContract(() => openDatabase(server));
});
