import { chmodSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/children.ts";
import { databaseFile, databaseIntegrity } from "../support/database.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { asNobody, isRoot } from "../support/root.ts";
import { environment, startYonder, tryYonder } from "../support/yonder.ts";
import { expectRefusal } from "./refusal.ts";

const missing = isRoot ? missingPrograms("setpriv") : undefined;

test.skipIf(missing)(named("the start is refused when the data folder cannot be made", missing), async () => {
  const folder = temporaryFolder("read-only");
  chmodSync(folder, 0o555);
  const dataDir = join(folder, "data");
  expectRefusal(
    await tryYonder(["start"], environment(dataDir), "", asNobody()),
    new RegExp(`${folder}.*(permission|denied|written|read-only)`, "i"),
  );
});

test.skipIf(missing)(named("the start is refused when the data folder may not be written to", missing), async () => {
  const dataDir = join(temporaryFolder("read-only"), "data");
  mkdirSync(dataDir);
  chmodSync(dirname(dataDir), 0o755);
  chmodSync(dataDir, 0o555);
  expectRefusal(
    await tryYonder(["start"], environment(dataDir), "", asNobody()),
    new RegExp(`${dataDir}.*(permission|denied|written|read-only)`, "i"),
  );
});

test.skipIf(missing)(
  named("the start is refused when the database may only be read, and leaves it whole", missing),
  async () => {
    const yonder = await startYonder();
    await yonder.user("alice", "correct horse");
    await yonder.stop();
    chmodSync(databaseFile(yonder.dataDir), 0o444);
    chmodSync(yonder.dataDir, 0o555);
    chmodSync(dirname(yonder.dataDir), 0o755);

    expectRefusal(
      await tryYonder(["start"], environment(yonder.dataDir), "", asNobody()),
      /permission|denied|written|read-?only/i,
    );

    chmodSync(yonder.dataDir, 0o755);
    chmodSync(databaseFile(yonder.dataDir), 0o644);
    expect(databaseIntegrity(yonder.dataDir)).toBe("ok");
    await yonder.restart();
    await yonder.stop();
  },
);
