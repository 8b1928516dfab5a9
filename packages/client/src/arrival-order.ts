import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import type { ParsedMessage } from "./message-parser.ts";
import type { Message } from "./types.ts";

/** Milliseconds between messages that would have the same time: no clock shows it, and a double still holds it. */
const INSTANT = 0.001;

/** By peer, the message that came last: its time on the server and here. */
type Sequence = Map<string, { readonly time: number; readonly at: number }>;

/**
 * Gives messages their time. What comes live gets our clock's, what was kept for us the server's; the two differ by what the way took
 * and by how wrong our clock is. What was accepted later than all that we had seen must nevertheless stand below it.
 */
export class ArrivalOrder {
  readonly #context: Context;
  readonly #conversations: Conversations;
  /** Catching up: by peer, the newest message that came meanwhile. */
  #meanwhile: Map<string, number> | undefined = new Map();
  readonly #archived: Sequence = new Map();
  readonly #delayed: Sequence = new Map();

  constructor(context: Context, conversations: Conversations) {
    this.#context = context;
    this.#conversations = conversations;
  }

  /** Messages may have been missed from here on, until `caughtUp`. */
  restart(): void {
    this.#meanwhile = new Map();
    this.#archived.clear();
    this.#delayed.clear();
  }

  caughtUp(): void {
    const meanwhile = this.#meanwhile ?? [];
    this.#meanwhile = undefined;
    for (const [peer, at] of meanwhile) this.#saw(peer, at);
  }

  timeOf({ source, peer, at }: ParsedMessage): number {
    if (at !== undefined) return this.#timeOfAccepted(peer, at, source === "archive" ? this.#archived : this.#delayed);
    return timeAfter(this.#conversations.get(peer).last, this.#context.clock.now());
  }

  /** Where the archive puts a message that came, or was written, after all that we had seen; others stay where they are. */
  placeOf({ at }: Message, parsed: ParsedMessage): number {
    const { seenAt = 0 } = this.#conversations.get(parsed.peer);
    return parsed.source === "archive" && at > seenAt ? this.timeOf(parsed) : at;
  }

  #timeOfAccepted(peer: string, time: number, sequence: Sequence): number {
    const { seenAt = 0 } = this.#conversations.get(peer);
    const former = sequence.get(peer);
    // Never at the same time as another: then nothing would tell which came first.
    const isTied = time <= seenAt || time === former?.time;
    const at = isTied ? Math.max(seenAt, former?.at ?? 0) + INSTANT : time;
    sequence.set(peer, { time, at });
    return at;
  }

  /** The archive has this message, and we do. */
  took({ peer, at }: Message): void {
    if (this.#meanwhile) this.#meanwhile.set(peer, Math.max(at, this.#meanwhile.get(peer) ?? 0));
    else this.#saw(peer, at);
  }

  #saw(peer: string, at: number): void {
    if (at > (this.#conversations.get(peer).seenAt ?? 0)) this.#conversations.change(peer, { seenAt: at });
  }
}

/** The time of a message that comes now, below the last one. */
export function timeAfter(last: Message | undefined, now: number): number {
  return Math.max(now, (last?.at ?? 0) + INSTANT);
}

/** Older messages, oldest first, none of which may stand below the first one that is shown. */
export function above(first: Message | undefined, older: readonly Message[]): readonly Message[] {
  let limit = first?.at ?? Number.POSITIVE_INFINITY;
  return older
    .toReversed()
    .map((message) => {
      limit = message.at < limit ? message.at : limit - INSTANT;
      return limit === message.at ? message : { ...message, at: limit };
    })
    .toReversed();
}
