import fc from "fast-check";
import { expect } from "vitest";
import type { Account, PageQuery, Store } from "../store.ts";
import { accepted, keysOf, message } from "./store-world.contract.ts";

interface Kept {
  readonly id: number;
  readonly from: Account;
  readonly to: Account;
  readonly origin: string;
}

/** Does things at random with new archives, on whichever of the nodes, and compares all that is read with a plain list. */
export async function assertArchivesReadAsLists(nodes: readonly [Store, ...Store[]], numRuns: number): Promise<void> {
  let runs = 0;
  const run = async (steps: readonly ((model: ArchiveModel) => Promise<void>)[]) => {
    runs += 1;
    const names = ["a", "b", "c"].map((name) => `${name}${runs}`);
    const model = new ArchiveModel(
      nodes,
      await Promise.all(names.map((name) => nodes[0].accounts.add(name, keysOf(1)))),
    );
    for (const step of steps) await step(model);
    await model.checkAll();
  };
  await fc.assert(fc.asyncProperty(archiveSteps, run), { numRuns });
}

/** An archive, and beside it a plain list that says what must be in it. */
class ArchiveModel {
  readonly #nodes: readonly Store[];
  readonly #accounts: readonly Account[];
  readonly #kept: Kept[] = [];

  constructor(nodes: readonly Store[], accounts: readonly Account[]) {
    this.#nodes = nodes;
    this.#accounts = accounts;
  }

  async accept(node: number, from: number, to: number): Promise<void> {
    const [sender, recipient, origin] = [this.#account(from), this.#account(to), `m${this.#kept.length}`];
    const id = await accepted(this.#node(node), message(sender, recipient, origin));
    expect(id).toBeGreaterThan(this.#kept.findLast((it) => it.from === sender || it.to === sender)?.id ?? 0);
    this.#kept.push({ id, from: sender, to: recipient, origin });
  }

  async resend(node: number, at: number): Promise<void> {
    const again = this.#kept[at % this.#kept.length];
    if (again === undefined) return;
    const result = await this.#node(node).archive.accept(message(again.from, again.to, again.origin));
    expect(result).toEqual({ kind: "duplicate", id: again.id });
  }

  async checkPages(node: number, of: number, at: number, limit: number, peer: number | undefined): Promise<void> {
    const [owner, other] = [this.#account(of), peer === undefined ? undefined : this.#account(peer)];
    const all = this.#kept.filter((it) => it.from === owner || it.to === owner);
    const ids = idsOf(other === undefined ? all : all.filter((it) => isBetween(it, owner, other)));
    const turn = all.length > 0 ? all[at % all.length]?.id : undefined;
    const read = (query: Omit<PageQuery, "limit">) =>
      this.#node(node).archive.page(owner.id, { ...query, limit, with: other && `${other.username}@localhost` });
    const forward = await read({ after: turn, wantsCount: true });
    const rest = ids.filter((id) => id > (turn ?? 0));
    expect(idsOf(forward.messages)).toEqual(rest.slice(0, limit));
    expect(forward).toMatchObject({ count: ids.length, isComplete: rest.length <= limit });
    if (limit > 0 && rest.length > 0) expect(forward.firstIndex).toBe(ids.length - rest.length);
    const backward = await read({ before: turn ?? "" });
    const before = ids.filter((id) => id < (turn ?? Number.POSITIVE_INFINITY));
    expect(idsOf(backward.messages)).toEqual(before.slice(Math.max(0, before.length - limit)));
    expect(backward.isComplete).toBe(before.length <= limit);
  }

  async checkAll(): Promise<void> {
    for (const of of this.#accounts) {
      for (const peer of this.#accounts) {
        const between = this.#kept.filter((it) => isBetween(it, of, peer));
        const found = await this.#node(0).archive.page(of.id, { limit: 1_000, with: `${peer.username}@localhost` });
        expect(idsOf(found.messages)).toEqual(idsOf(between));
      }
      const incoming = this.#kept.filter((it) => it.to === of);
      expect(idsOf(await this.#node(1).pending.page(of.id, 0, 1_000))).toEqual(idsOf(incoming));
    }
  }

  #node(number: number): Store {
    return this.#nodes[number % this.#nodes.length] as Store;
  }

  #account(number: number): Account {
    return this.#accounts[number % this.#accounts.length] as Account;
  }
}

const idsOf = (items: readonly { readonly id: number }[]) => items.map((it) => it.id);
const isBetween = (it: Kept, one: Account, other: Account) =>
  (it.from === one && it.to === other) || (it.from === other && it.to === one);

const number = fc.nat(5);

/** What may be done with an archive, at random. */
const archiveSteps: fc.Arbitrary<readonly ((model: ArchiveModel) => Promise<void>)[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(number, number, number).map(
        ([node, from, to]) =>
          (model: ArchiveModel) =>
            model.accept(node, from, to),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(number, fc.nat()).map(
        ([node, at]) =>
          (model: ArchiveModel) =>
            model.resend(node, at),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(number, number, fc.nat(), fc.nat(5), fc.option(number, { nil: undefined })).map(
        ([node, of, at, limit, peer]) =>
          (model: ArchiveModel) =>
            model.checkPages(node, of, at, limit, peer),
      ),
    },
  ),
  { maxLength: 40 },
);
