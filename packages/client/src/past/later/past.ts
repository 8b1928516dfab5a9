import { amendmentIn } from "../../amendments/later/reading.ts";
import { replyIn } from "../../amendments/replies.ts";
import type { ArchivePage, ArchiveQuery } from "../../archive.ts";
import { keyOf, toMessage } from "../../intake.ts";
import { isShown } from "../../message-content.ts";
import { positionOf } from "../../message-order.ts";
import type { ParsedMessage } from "../../message-parser.ts";
import { KEPT } from "../../messages.ts";
import type { Tools } from "../../people/later/people.ts";
import { StanzaFailure } from "../../requests.ts";
import type { Message } from "../../types.ts";
import type { PastPage } from "../types.ts";

const PAGE = 200;

/** What was said, read from the archives without being kept. */
export class Past {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  async kept(peer: string): Promise<readonly Message[]> {
    const { context, storage } = this.#tools;
    await context.journal.flush();
    return storage.messages(peer, undefined, KEPT);
  }

  async page(peer: string, before: string): Promise<PastPage> {
    const page = await this.#fetch(peer, { before, limit: PAGE });
    const parsed = page.messages.filter(({ isError }) => !isError);
    const next = page.isComplete || page.first === before ? undefined : page.first;
    return {
      messages: parsed.flatMap((one) => this.#message(one)),
      changes: parsed.flatMap((one) => amendmentIn(one, this.#place(one), this.#reader) ?? []),
      ...(next && { before: next }),
      ...(page.count !== undefined && { count: page.count }),
    };
  }

  async #fetch(peer: string, query: ArchiveQuery): Promise<ArchivePage> {
    const { archive, groups } = this.#tools;
    if (!groups.isGroup(peer)) return archive.query({ ...query, ...(peer && { with: peer }) });
    const room = (await groups.open()).find(peer);
    if (!room) throw new StanzaFailure("item-not-found");
    return room.archive.query(query);
  }

  #message(parsed: ParsedMessage): Message[] {
    const isChange = parsed.amends && parsed.amends.kind !== "reactions";
    if (isChange || !isShown(parsed)) return [];
    const position = positionOf(parsed, this.#tools.conversations.get(parsed.peer), 0);
    return [toMessage(parsed, keyOf(parsed), position, replyIn(parsed, this.#reader))];
  }

  #place(parsed: ParsedMessage): number {
    return positionOf(parsed, this.#tools.conversations.get(parsed.peer), 0).place;
  }

  get #reader() {
    return { address: this.#tools.context.address, messages: this.#tools.messages };
  }
}
