import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Element, NS, sm, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/children.ts";
import { until } from "../support/condition.ts";
import { databaseIntegrity } from "../support/database.ts";
import { named } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { missingMount, mountSmallDisk } from "../support/root.ts";
import { environment, startYonder, tryYonder } from "../support/yonder.ts";
import { expectRefusal } from "./refusal.ts";

const missing = missingMount();

test.skipIf(missing)(named("the start is refused on a full disk", missing), async () => {
  const disk = smallDisk();
  fill(disk);
  expectRefusal(await tryYonder(["start"], environment(join(disk, "data"))), /full|space/i);
});

test.skipIf(missing)(
  named(
    "when the disk fills up, messages are refused, those acknowledged stay, and all goes on when there is room",
    missing,
  ),
  async () => {
    const disk = smallDisk();
    const yonder = await startYonder({ dataDir: join(disk, "data") });
    await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
    const alice = await RawClient.login({
      transport: "tcp",
      port: yonder.ports.c2s,
      username: "alice",
      password: "correct horse",
      hasStreamManagement: true,
    });
    const writer = new Writer(alice);

    await writer.write("before");
    expect(writer.refused).toEqual([]);
    fill(disk);
    await until("a message is refused", async () => {
      await writer.write("x".repeat(10_000));
      return writer.refused.length > 0;
    });
    rmSync(join(disk, "ballast"));
    await until("messages are accepted again", async () => {
      const refused = writer.refused.length;
      await writer.write("after");
      return writer.refused.length === refused;
    });

    const archived = await archivedIds(alice);
    expect(archived).toEqual(writer.accepted);
    await alice.quit();
    await yonder.stop();
    expect(databaseIntegrity(yonder.dataDir)).toBe("ok");
  },
);

/** Writes to bob one message at a time and sorts them by what became of them. */
class Writer {
  readonly refused: string[] = [];
  readonly #sent: string[] = [];
  readonly #client: RawClient;
  #acknowledged = 0;

  constructor(client: RawClient) {
    this.#client = client;
    client.onAcknowledged = (count) => {
      this.#acknowledged += count;
    };
    client.onStanza = (stanza) => this.#receive(stanza);
  }

  get accepted(): string[] {
    return this.#sent.filter((id) => !this.refused.includes(id));
  }

  async write(body: string): Promise<void> {
    const id = `m${this.#sent.length}`;
    this.#sent.push(id);
    this.#client.send(
      xml("message", NS.client, { to: "bob@localhost", type: "chat", id }, xml("body", NS.client, null, body)),
      sm.request(),
    );
    await until(`${id} is handled`, () => this.#acknowledged >= this.#sent.length);
  }

  #receive(stanza: Element): void {
    const id = stanza.attr("id");
    if (stanza.is("message", NS.client) && stanza.attr("type") === "error" && id) this.refused.push(id);
  }
}

async function archivedIds(client: RawClient): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for (let after: string | undefined; ; ) {
    const { results, fin } = await client.archivePage({ max: 100, after });
    ids.push(...results.map(({ stanza }) => stanza.attr("id")));
    if (fin.isComplete) return ids;
    after = fin.page.last;
  }
}

function smallDisk(): string {
  const disk = join(temporaryFolder("disk"), "disk");
  mkdirSync(disk);
  mountSmallDisk(disk, 8192);
  return disk;
}

/** Takes all but 16 KiB of the room. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, "ballast"), Buffer.alloc(Math.max(0, bavail * bsize - 16_384)));
}
