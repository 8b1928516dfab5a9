import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createArchiveIds } from "../archive-id.ts";
import { ArchiveReader } from "./archive-reader.ts";
import { kyselyOn } from "./dialect.ts";
import { IndexMerge } from "./index-merge.ts";
import { MessageLog } from "./message-log.ts";
import { migrate } from "./migrate.ts";

const users = ["alice", "bob", "carol"] as const;
const owners = [1, 2, 3] as const;
const now = Date.UTC(2026, 0, 1);

/** The archive without its threads; it merges two entries at a time once three messages have come together. */
async function openArchive() {
  const database = new DatabaseSync(":memory:");
  await migrate(database, kyselyOn<unknown>(database));
  const add = database.prepare("INSERT INTO accounts VALUES (?, ?, 0, 1, x'', 1, x'', x'', x'', 1, x'', x'')");
  for (const [i, username] of users.entries()) add.run(i + 1, username);
  let newest = 0;
  const start = () => {
    const merge = new IndexMerge(database, 3, 2);
    return { merge, log: new MessageLog(database, merge, createArchiveIds(0, newest)) };
  };
  let { merge, log } = start();
  const accept = (from: number, to: number, originId: string) => {
    const [sender, recipient] = [users[from - 1] ?? "", users[to - 1] ?? ""];
    const peers = { senderPeer: `${recipient}@x`, recipientPeer: `${sender}@x` };
    const xml = `<message id='${originId}'/>`;
    const result = log.accept({ from, toUsername: recipient, ...peers, xml, originId, isPending: true }, now);
    if (result.kind === "accepted") newest = result.id;
    return result;
  };
  return {
    reader: new ArchiveReader(database),
    commit(from: number, to: number, originId: string) {
      const result = accept(from, to, originId);
      log.committed();
      return result;
    },
    rollBack(from: number, to: number, originId: string) {
      database.exec("SAVEPOINT batch");
      accept(from, to, originId);
      database.exec("ROLLBACK TO batch; RELEASE batch");
      log.rolledBack();
    },
    merge: (isForced: boolean) => merge.step(isForced),
    restart: () => ({ merge, log } = start()),
  };
}

interface Kept {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly origin: string;
}

type Archive = Awaited<ReturnType<typeof openArchive>>;

/** The archive, and beside it a plain list that says what must be in it. */
class Model {
  readonly #archive: Archive;
  readonly #kept: Kept[] = [];
  #sent = 0;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  accept(from: number, to: number): void {
    const origin = `m${this.#sent++}`;
    const result = this.#archive.commit(from, to, origin);
    expect(result.kind).toBe("accepted");
    if (result.kind === "accepted") this.#kept.push({ id: result.id, from, to, origin });
  }

  resend(at: number): void {
    const again = this.#kept[at % this.#kept.length];
    if (again === undefined) return;
    expect(this.#archive.commit(again.from, again.to, again.origin)).toEqual({ kind: "duplicate", id: again.id });
  }

  rollBack(from: number, to: number): void {
    this.#archive.rollBack(from, to, `m${this.#sent}`);
  }

  merge(isForced: boolean): void {
    this.#archive.merge(isForced);
  }

  restart(): void {
    this.#archive.restart();
  }

  checkPages(of: number, at: number, limit: number): void {
    const ids = idsOf(this.#kept.filter((it) => it.from === of || it.to === of));
    const turn = ids.length > 0 ? ids[at % ids.length] : undefined;
    const forward = this.#archive.reader.page(of, { limit, after: turn, wantsCount: true });
    const rest = ids.filter((id) => id > (turn ?? 0));
    expect(idsOf(forward.messages)).toEqual(rest.slice(0, limit));
    expect(forward).toMatchObject({ count: ids.length, isComplete: rest.length <= limit });
    const backward = this.#archive.reader.page(of, { limit, before: turn ?? "" });
    const before = ids.filter((id) => id < (turn ?? Number.POSITIVE_INFINITY));
    expect(idsOf(backward.messages)).toEqual(before.slice(Math.max(0, before.length - limit)));
  }

  checkAll(): void {
    for (const of of owners) {
      for (const peer of owners) this.#checkConversation(of, peer);
      const incoming = this.#kept.filter((it) => it.to === of);
      expect(idsOf(this.#archive.reader.pending(of, 0, 1_000).messages)).toEqual(idsOf(incoming));
    }
  }

  #checkConversation(of: number, peer: number): void {
    const between = this.#kept.filter((it) => isBetween(it, of, peer) || isBetween(it, peer, of));
    const found = this.#archive.reader.page(of, { limit: 1_000, with: `${users[peer - 1]}@x` });
    expect(idsOf(found.messages)).toEqual(idsOf(between));
  }
}

const idsOf = (items: readonly { readonly id: number }[]) => items.map((it) => it.id);
const isBetween = (it: Kept, from: number, to: number) => it.from === from && it.to === to;

const owner = fc.constantFrom(...owners);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(owner, owner).map(
      ([from, to]) =>
        (model: Model) =>
          model.accept(from, to),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(owner, owner).map(
      ([from, to]) =>
        (model: Model) =>
          model.rollBack(from, to),
    ),
  },
  { weight: 4, arbitrary: fc.boolean().map((isForced) => (model: Model) => model.merge(isForced)) },
  { weight: 1, arbitrary: fc.constant((model: Model) => model.restart()) },
  { weight: 2, arbitrary: fc.nat().map((at) => (model: Model) => model.resend(at)) },
  {
    weight: 2,
    arbitrary: fc.tuple(owner, fc.nat(), fc.nat(5)).map(([of, at, limit]) => (model: Model) => {
      model.checkPages(of, at, limit);
    }),
  },
);

test("an archive reads the same however far its index is filled, and whenever the store was started again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const model = new Model(await openArchive());
      for (const run of steps) run(model);
      model.checkAll();
    }),
    { numRuns: 150 },
  );
}, 60_000);
