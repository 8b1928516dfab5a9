import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { INSTANT, timeAfter } from "./message-order.ts";
import type { ParsedMessage } from "./message-parser.ts";
import type { Messages } from "./messages.ts";
import type { Message } from "./types.ts";

/** By peer, the message that came last: its time on the server and here; and the newest time here. */
type Sequence = Map<string, { readonly time: number; readonly at: number; readonly newest: number }>;

/**
 * Gives messages their time. What comes live gets our clock's, what was kept for us the server's; the two differ by what the way took
 * and by how wrong our clock is. What was accepted later than all that we had seen must nevertheless stand below it.
 */
export class ArrivalOrder {
  readonly #context: Context;
  readonly #conversations: Conversations;
  readonly #messages: Messages;
  /** Catching up: keys of what came or was accepted meanwhile, in that order, and was on no page of the archive yet. */
  #meanwhile: Set<string> | undefined = new Set();
  readonly #page: Sequence = new Map();
  readonly #delayed: Sequence = new Map();

  constructor(context: Context, conversations: Conversations, messages: Messages) {
    this.#context = context;
    this.#conversations = conversations;
    this.#messages = messages;
  }

  /** Messages may have been missed from here on, until `caughtUp`. */
  restart(): void {
    this.#meanwhile ??= new Set();
    this.#page.clear();
    this.#delayed.clear();
  }

  /** A page of the archive is taken over. */
  tookPage(): void {
    for (const [peer, { newest }] of this.#page) this.#saw(peer, newest);
    this.#page.clear();
    this.#lower();
  }

  caughtUp(): void {
    this.#lower();
    const meanwhile = this.#meanwhile ?? [];
    this.#meanwhile = undefined;
    for (const key of meanwhile) {
      const message = this.#messages.find(key);
      if (message) this.took(message);
    }
  }

  timeOf({ source, peer, at }: ParsedMessage): number {
    if (at !== undefined) return this.#timeOfAccepted(peer, at, source === "archive" ? this.#page : this.#delayed);
    return timeAfter(this.#conversations.get(peer), this.#context.clock.now());
  }

  /** Where the archive puts a message that came, or was written, after all that we had seen; others stay where they are. */
  placeOf({ key, state, at }: Message, parsed: ParsedMessage): number | undefined {
    if (parsed.source !== "archive") return undefined;
    const { seenAt = 0 } = this.#conversations.get(parsed.peer);
    const isNew = this.#meanwhile?.delete(key) || state === "waiting" || at > seenAt;
    return isNew ? this.timeOf(parsed) : undefined;
  }

  #timeOfAccepted(peer: string, time: number, sequence: Sequence): number {
    const { seenAt = 0 } = this.#conversations.get(peer);
    const former = sequence.get(peer);
    // Never at the same time as another: then nothing would tell which came first.
    const isTied = time <= seenAt || time === former?.time;
    const at = isTied ? Math.max(seenAt, former?.at ?? 0) + INSTANT : time;
    sequence.set(peer, { time, at, newest: Math.max(at, former?.newest ?? 0) });
    return at;
  }

  /** It came, or was accepted, just now. Of an own one nothing tells whether all that the archive has before it is here. */
  took({ key, peer, at, isOwn, archiveId }: Message): void {
    if (this.#meanwhile) this.#meanwhile.add(key);
    else if (!isOwn || archiveId) this.#saw(peer, at);
  }

  /** What the archive's pages do not have, it accepted later: that stands below them, though by our clock it came before. */
  #lower(): void {
    const ends = new Map<string, number>();
    for (const key of this.#meanwhile ?? []) {
      const message = this.#messages.find(key);
      if (!message) continue;
      const { seenAt = 0, newestAt = 0 } = this.#conversations.get(message.peer);
      const isBelow = message.at > (ends.get(message.peer) ?? seenAt);
      const at = isBelow ? message.at : newestAt + INSTANT;
      if (!isBelow) this.#messages.put({ ...message, at });
      ends.set(message.peer, at);
    }
  }

  #saw(peer: string, at: number): void {
    if (at > (this.#conversations.get(peer).seenAt ?? 0)) this.#conversations.change(peer, { seenAt: at });
  }
}
