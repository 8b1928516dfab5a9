import { authorOf } from "../../amendments/later/author.ts";
import {
  type Amendment,
  amended,
  emptyRecord,
  recordKey,
  type StoredAmendments,
  withAmendment,
} from "../../amendments/later/record.ts";
import { meantIds } from "../../message-references.ts";
import type { Message } from "../../types.ts";
import type { PastActions } from "../types.ts";

/** A page of the past as it is shown, and how much there is in all, where that is known. */
export interface WalkedPage {
  /** Oldest first. */
  readonly messages: readonly Message[];
  readonly count?: number;
}

/**
 * What was said with somebody, or in a group, or outside of groups (""), from the newest page back, edited, taken back and reacted to as it was.
 * What changes a message comes later than that, so that on the way back it is known before. `own`: our bare address.
 */
export async function* walkPast(
  { past }: PastActions,
  peer: string,
  own: string,
  signal?: AbortSignal,
): AsyncGenerator<WalkedPage> {
  const changes = new Changes(own);
  for (let before: string | undefined = ""; before !== undefined; ) {
    signal?.throwIfAborted();
    const page = await past(peer, before);
    signal?.throwIfAborted();
    for (const change of page.changes.toReversed()) changes.note(change);
    const messages = page.messages.toReversed().map((message) => changes.apply(message));
    yield { messages: messages.reverse(), ...(page.count !== undefined && { count: page.count }) };
    before = page.before;
  }
}

/** Changes whose messages have not come yet. */
class Changes {
  readonly #own: string;
  readonly #records = new Map<string, StoredAmendments>();

  constructor(own: string) {
    this.#own = own;
  }

  note(change: Amendment): void {
    const key = recordKey(change.peer, change.of);
    const record = this.#records.get(key) ?? emptyRecord(change.peer, change.of);
    this.#records.set(key, withAmendment(record, change));
  }

  apply(message: Message): Message {
    let result = message;
    for (const id of meantIds(message)) {
      const key = recordKey(message.peer, id);
      const record = this.#records.get(key);
      if (record) result = amended(result, record, authorOf(message, this.#own), this.#own);
      this.#records.delete(key);
    }
    return result;
  }
}
