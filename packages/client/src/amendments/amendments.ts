import type { Context } from "../context.ts";
import type { Conversations } from "../conversations.ts";
import type { ParsedMessage } from "../message-parser.ts";
import type { Messages } from "../messages.ts";
import type { Outbox } from "../outbox.ts";
import type { MeantId, QueuedMessage, Storage } from "../storage/storage.ts";
import type { Message } from "../types.ts";
import type { Amending } from "./later/amending.ts";
import { namedIds, ownIds } from "./replies.ts";

export interface AmendmentParts {
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly outbox: () => Outbox;
}

/** After this many ms online it is loaded, needed or not: a server that is upgraded meanwhile may not have it any more. */
const PREPARE = 2_000;
const MAX_MISSED = 500;

/** What changes messages after they were written. How that is done is loaded when the first change is made, or known. */
export class Amendments {
  readonly #context: Context;
  readonly #storage: Storage;
  readonly #parts: AmendmentParts;
  #amending: Amending | undefined;
  #loading: Promise<Amending> | undefined;
  /** Some are stored. */
  #hasStored = false;
  /** More came than were kept: the next page reads them again. */
  #hasLost = false;
  /** Changes that came while it could not be loaded. */
  readonly #missed: { readonly parsed: ParsedMessage; readonly place: number }[] = [];

  constructor(context: Context, storage: Storage, parts: AmendmentParts) {
    this.#context = context;
    this.#storage = storage;
    this.#parts = parts;
  }

  restore(hasStored: boolean): void {
    this.#hasStored = hasStored;
  }

  clear(): void {
    this.#amending?.clear();
    this.#missed.length = 0;
    this.#hasLost = false;
    this.#hasStored = false;
  }

  /** Changes wait in memory alone: from where the archive is to be read again may not move past them. */
  get isBehind(): boolean {
    return this.#missed.length > 0 || this.#hasLost;
  }

  prepare(): void {
    this.#context.clock.after(PREPARE, () => this.#with(() => {}));
  }

  /** Makes sure that all is at hand that these messages change, and that changes them. */
  async load(messages: readonly ParsedMessage[]): Promise<void> {
    const named = messages.flatMap(namedIds);
    this.#hasStored ||= messages.some(({ amends }) => amends);
    if (this.#hasStored) {
      const amending = await this.#ready();
      await amending.load(named);
      await amending.load(messages.flatMap(ownIds));
    }
    const meant: readonly MeantId[] = this.#amending?.resolved(named) ?? named;
    await this.#parts.messages.loadMeant(meant);
    await this.#amending?.load(meant);
  }

  /** The message that is meant, if we have it: by its own id, or by that of a correction. */
  meant(peer: string, id: string): Message | undefined {
    return this.#amending ? this.#amending.meant(peer, id) : this.#parts.messages.meant(peer, id);
  }

  /** Takes note of what a message changes, `load`ed before, and changes that. */
  take(parsed: ParsedMessage, place: number): void {
    if (this.#amending) this.#amending.take(parsed, place);
    else if (parsed.amends && this.#missed.length < MAX_MISSED) this.#missed.push({ parsed, place });
    else if (parsed.amends) this.#hasLost = true;
  }

  /** The message, `load`ed before, as it is amended by all that came before it. */
  apply(message: Message): Message {
    return this.#amending?.apply(message) ?? message;
  }

  edit(key: string, text: string): void {
    this.#change((amending) => amending.edit(key, text));
  }

  remove(key: string): void {
    this.#change((amending) => amending.remove(key));
  }

  react(key: string, emoji: string): void {
    this.#change((amending) => amending.react(key, emoji));
  }

  /** The server has a change of ours. */
  accepted(entry: QueuedMessage): void {
    if (entry.before) this.#with((amending) => amending.accepted(entry));
  }

  /** Somebody refused a stanza of ours: `entry`, or one that the server had taken already. */
  refused(peer: string, id: string, error: string, entry?: QueuedMessage): void {
    if (entry?.before || this.#amending) this.#with((amending) => amending.refused(peer, id, error, entry));
  }

  #change(action: (amending: Amending) => void): void {
    this.#hasStored = true;
    this.#with(action);
  }

  #with(action: (amending: Amending) => void): void {
    if (this.#amending) return action(this.#amending);
    this.#ready().then(action, (cause: unknown) => this.#context.log("changes could not be loaded", cause));
  }

  async #ready(): Promise<Amending> {
    this.#loading ??= this.#load();
    try {
      this.#amending = await this.#loading;
    } catch (cause) {
      this.#loading = undefined;
      throw cause;
    }
    const missed = this.#missed.splice(0);
    if (missed.length > 0) await this.load(missed.map(({ parsed }) => parsed));
    for (const { parsed, place } of missed) this.#amending.take(parsed, place);
    return this.#amending;
  }

  async #load(): Promise<Amending> {
    const { Amending } = await import("./later/amending.ts");
    return new Amending(this.#context, this.#storage, this.#parts);
  }
}
