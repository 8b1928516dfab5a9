import { isOriginOf, originHash } from "../origin-id.ts";
import type { AcceptRequest, AcceptResult } from "../store.ts";
import { type AcceptAnswer, callAcceptFunction } from "./accept-function.ts";
import { numberArray, textArray } from "./array-literal.ts";
import type { Connection } from "./connection.ts";
import { isIdTaken, isWorthRepeating } from "./errors.ts";
import type { OwnerIds } from "./owner-ids.ts";

/** What is written with one commit. */
export interface AcceptBatch {
  /** No two of them have the same sender and origin id. */
  readonly requests: readonly AcceptRequest[];
  /** Highest id acknowledged by each owner. */
  readonly acknowledged: ReadonlyMap<number, number>;
  /** For archive ids, in milliseconds; undefined: PostgreSQL's clock. */
  readonly now: number | undefined;
}

const maxTries = 20; // each but the last met with others, who change the same
/** How many messages may share the hash of an origin id: chance makes no two, so whoever makes more does it on purpose. */
const maxStrangers = 16;

/** Accepts the requests as one transaction; a result for each. Rejects as Connection.query() does; if PostgreSQL answered, nothing is kept. */
export async function acceptBatch(
  connection: Connection,
  batch: AcceptBatch,
  ownerIds: OwnerIds,
): Promise<readonly AcceptResult[]> {
  const attempt = new Attempt(batch);
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const recipients = await ownerIds.find(connection, attempt.usernames);
    const answer = await repeatable(attempt.run(connection, recipients));
    if (answer === "repeat") continue;
    if ("ids" in answer) return attempt.results(answer.ids, answer.before);
    if ("gone" in answer) {
      ownerIds.forget(attempt.leaveOut(answer.gone, recipients));
      continue;
    }
    attempt.compare(answer.alike);
    tries = 0; // there is only so much to compare
  }
  throw new Error("Others change the same all the time.");
}

/** The batch, and what was found out about it so far. */
class Attempt {
  readonly usernames: ReadonlySet<string>;
  readonly #batch: AcceptBatch;
  readonly #gone = new Set<number>();
  readonly #duplicates = new Map<AcceptRequest, number>();
  readonly #known: number[] = [];
  /** How many messages were compared with one and are not the same. */
  readonly #strangers = new Map<AcceptRequest, number>();
  #open: readonly AcceptRequest[];
  #recipients: readonly (number | undefined)[] = [];

  constructor(batch: AcceptBatch) {
    this.#batch = batch;
    this.#open = batch.requests;
    this.usernames = new Set(batch.requests.map((it) => it.toUsername).filter((it) => it !== undefined));
  }

  async run(connection: Connection, recipients: ReadonlyMap<string, number>): Promise<AcceptAnswer> {
    this.#recipients = this.#open.map(({ toUsername }) => this.#existing(recipients.get(toUsername ?? "")));
    const [row] = await connection.query<{ answer: AcceptAnswer }>(callAcceptFunction, this.#parameters());
    if (row === undefined) throw new Error("The batch was not answered.");
    return row.answer;
  }

  /** The hash only narrows it down: the stored stanza, in which the origin id must stand, decides. */
  compare(alike: Extract<AcceptAnswer, { alike: unknown }>["alike"]): void {
    for (const { at, id, xml } of alike) {
      const request = this.#open[at - 1];
      if (request?.originId === undefined) continue;
      if (isOriginOf(xml, request.originId)) this.#duplicates.set(request, id);
      else this.#known.push(id);
      this.#strangers.set(request, (this.#strangers.get(request) ?? 0) + 1);
    }
    this.#open = this.#open.filter((request) => !this.#duplicates.has(request));
  }

  /** Tells the usernames that those who are gone had. */
  leaveOut(gone: readonly number[], recipients: ReadonlyMap<string, number>): string[] {
    for (const owner of gone) this.#gone.add(owner);
    return [...recipients].filter(([, id]) => this.#gone.has(id)).map(([username]) => username);
  }

  results(ids: readonly number[], before: readonly number[]): AcceptResult[] {
    let at = -1;
    return this.#batch.requests.map((request) => {
      const duplicate = this.#duplicates.get(request);
      if (duplicate !== undefined) return { kind: "duplicate", id: duplicate };
      at += 1;
      const [id, recipient] = [ids[at] ?? 0, this.#recipients[at]];
      if (id === 0) return { kind: "no-recipient" };
      const isPending = request.isPending && recipient !== undefined;
      return { kind: "accepted", id, recipient, ...(isPending && { after: before[at] ?? 0 }) };
    });
  }

  /** 0: none, or one that cannot be told from others. */
  #originOf(request: AcceptRequest): number {
    const isKnowable = (this.#strangers.get(request) ?? 0) < maxStrangers;
    return request.originId !== undefined && isKnowable ? originHash(request.originId) : 0;
  }

  #existing(owner: number | undefined): number | undefined {
    return owner === undefined || this.#gone.has(owner) ? undefined : owner;
  }

  #parameters(): unknown[] {
    const requests = this.#open;
    const senders = requests.map(({ from }) => this.#existing(from));
    const owners = [...new Set([...senders, ...this.#recipients])].filter((it) => it !== undefined);
    owners.sort((a, b) => a - b);
    const positions = new Map(owners.map((owner, i) => [owner, i + 1]));
    const positionOf = (owner: number | undefined) => (owner === undefined ? 0 : (positions.get(owner) ?? 0));
    const { acknowledged, now } = this.#batch;
    return [
      numberArray(owners),
      numberArray(senders.map(positionOf)),
      numberArray(
        requests.map(({ toUsername }, i) => (toUsername === undefined ? 0 : positionOf(this.#recipients[i]) || -1)),
      ),
      textArray(requests.map(({ senderPeer }) => senderPeer)),
      textArray(requests.map(({ recipientPeer }) => recipientPeer)),
      textArray(requests.map(({ xml }) => xml)),
      numberArray(requests.map((request) => this.#originOf(request))),
      `{${requests.map(({ isPending }) => (isPending ? "t" : "f")).join()}}`,
      numberArray(this.#known),
      numberArray([...acknowledged.keys()]),
      numberArray([...acknowledged.values()]),
      now ?? null,
    ];
  }
}

async function repeatable(answer: Promise<AcceptAnswer>): Promise<AcceptAnswer | "repeat"> {
  try {
    return await answer;
  } catch (error) {
    if (isIdTaken(error) || isWorthRepeating(error)) return "repeat";
    throw error;
  }
}
