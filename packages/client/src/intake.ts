import {
  displayedUpTo,
  type Element,
  type MessageOutcome,
  NS,
  outcomeOf,
  receiptOf,
  requestsReceipt,
} from "@yonder/protocol";
import { isGuest } from "./address.ts";
import type { Amendments } from "./amendments/amendments.ts";
import { type Reader, replyIn } from "./amendments/replies.ts";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { isShown } from "./message-content.ts";
import { archivedAt, type Position, positionOf } from "./message-order.ts";
import type { ParsedMessage } from "./message-parser.ts";
import type { Messages } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { receiptMessage } from "./outgoing.ts";
import { randomId } from "./random.ts";
import { readFailure } from "./requests.ts";
import type { Message, Reply } from "./types.ts";
import type { Typing } from "./typing.ts";
import type { Unread } from "./unread.ts";

export interface IntakeParts {
  readonly messages: Messages;
  readonly amendments: Amendments;
  readonly outbox: Outbox;
  readonly unread: Unread;
  readonly typing: Typing;
  readonly conversations: Conversations;
  /** Who may learn that we are here (XEP-0184 §7): not strangers. */
  readonly mayTell: (peer: string) => boolean;
  readonly isHere: (peer: string) => boolean;
  readonly hasArchive: () => boolean;
  /** It may ask us into a group. */
  readonly recall: (stanza: Element) => void;
}

const MAX_ORIGINS = 2000;
/** So many are taken over in one go: in a flood the page has its turn in between. */
const AT_ONCE = 30;
const MAX_NICK = 100;
/** Milliseconds for which an invitation that nobody answered is shown. */
const FRESH = 14 * 86_400_000;

/** The one way for all messages, live, copied or from the archive: in order, each once. */
export class Intake {
  readonly #context: Context;
  readonly #parts: IntakeParts;
  readonly #origins = new Set<string>();
  #waiting: { message?: ParsedMessage; then?: () => void }[] = [];
  #running: Promise<void> | undefined;

  constructor(context: Context, parts: IntakeParts) {
    this.#context = context;
    this.#parts = parts;
  }

  clear(): void {
    this.#waiting = [];
    this.#origins.clear();
  }

  /** `then` runs when they are taken over, in the same write. */
  take(messages: readonly ParsedMessage[], then?: () => void): void {
    for (const message of messages) this.#waiting.push({ message });
    if (then) this.#waiting.push({ then });
    this.#running ??= this.#run();
  }

  /** Something was taken, and counted, that is not applied yet. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when all that was taken is applied. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const messages = batch.flatMap(({ message }) => message ?? []);
      await this.#load(messages).catch((cause: unknown) => this.#context.log("storage could not be read", cause));
      for (const [index, { message, then }] of batch.entries()) {
        if (index % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve));
        this.#guard(() => (message ? this.#apply(message) : then?.()));
      }
    }
    this.#running = undefined;
  }

  async #load(messages: readonly ParsedMessage[]): Promise<void> {
    await this.#parts.messages.load(messages.flatMap(touchedKeys));
    await this.#parts.amendments.load(messages);
  }

  // Whatever a stanza holds, the next one is heard.
  #guard(action: () => void): void {
    try {
      action();
    } catch (cause) {
      this.#context.log("a message could not be taken over", cause);
    }
  }

  #apply(message: ParsedMessage): void {
    if (message.isError) return this.#bounced(message);
    // What we change in a group has come to all when the group says it, as a text has.
    if (message.isGroup && message.isOwn && message.amends) this.#parts.outbox.advance(keyOf(message), "stored");
    if (!this.#amends(message) && isShown(message)) this.#text(message);
    this.#markers(message);
    if (message.source !== "archive" && !message.isOwn && !message.isGroup)
      this.#parts.typing.heard(message.peer, message.stanza, message.source);
    if (message.source === "live" && !message.isGroup) this.#answer(message);
    if (message.source === "archive" && this.#isFresh(message)) this.#parts.recall(message.stanza);
  }

  /** What is older was answered, or nobody wants to know any more. */
  #isFresh({ at = 0, isOwn }: ParsedMessage): boolean {
    return !isOwn && at > this.#context.clock.now() - FRESH;
  }

  /** @returns whether a change to an earlier message is all that it says */
  #amends(parsed: ParsedMessage): boolean {
    const { amendments, conversations, unread } = this.#parts;
    const { amends, peer, source, isOwn, body } = parsed;
    if (!amends || this.#isOrphan(parsed)) return false;
    // Where we have no message at all, there is nothing to be changed but in the archive.
    if (!conversations.has(peer) && source !== "archive" && !isOwn) return true;
    const { place } = positionOf(parsed, conversations.get(peer), this.#context.clock.now());
    amendments.take(parsed, place);
    const message = amendments.meant(peer, amends.of);
    if (message?.isRemoved) unread.removed(message);
    return amends.kind !== "reactions" || !body;
  }

  /** A new text for a message that we never had, and that the archive does not have: it is one of its own. */
  #isOrphan({ amends, peer, source }: ParsedMessage): boolean {
    const { amendments, conversations, hasArchive } = this.#parts;
    if (amends?.kind !== "text" || source === "archive" || amendments.meant(peer, amends.of)) return false;
    return conversations.get(peer).isWhole || !hasArchive();
  }

  get #reader(): Reader {
    return { address: this.#context.address, messages: this.#parts.messages };
  }

  #text(parsed: ParsedMessage): void {
    const { amendments, conversations, messages, unread } = this.#parts;
    const key = keyOf(parsed);
    const known = messages.find(key);
    if (known) return this.#again(known, parsed);
    if (this.#isDouble(parsed)) return;
    const position = positionOf(parsed, conversations.get(parsed.peer), this.#context.clock.now());
    const message = amendments.apply(toMessage(parsed, key, position, replyIn(parsed, this.#reader)));
    messages.put(message);
    this.#introduce(parsed);
    if (message.isOwn) return unread.wrote(message);
    if (message.isRemoved) return;
    unread.add(message);
    if (parsed.source !== "archive" && parsed.at === undefined) this.#context.emit("incoming", message);
  }

  /** Guests have no name but what they say (XEP-0172); nobody else is called as they like. */
  #introduce({ isOwn, peer, stanza }: ParsedMessage): void {
    const nick = isOwn || !isGuest(peer, this.#context.address) ? "" : (stanza.childText("nick", NS.nick) ?? "").trim();
    const { conversations } = this.#parts;
    if (nick && conversations.get(peer).nick !== nick) conversations.change(peer, { nick: nick.slice(0, MAX_NICK) });
  }

  /** A message that we have: one of ours that the server shows us, it has. */
  #again({ key, isOwn }: Message, { archiveId, at }: ParsedMessage): void {
    if (isOwn) this.#parts.outbox.advance(key, "stored", archived(archiveId, at));
  }

  /** Sent twice by its sender, under one origin-id (XEP-0359 §4). */
  #isDouble({ isOwn, peer, author, originId }: ParsedMessage): boolean {
    if (isOwn || !originId) return false;
    const origin = `${peer}\n${author?.id ?? ""}\n${originId}`;
    if (this.#origins.has(origin)) return true;
    this.#origins.add(origin);
    for (const oldest of this.#origins) {
      if (this.#origins.size <= MAX_ORIGINS) break;
      this.#origins.delete(oldest);
    }
    return false;
  }

  #markers({ stanza, isOwn, peer, from, isGroup }: ParsedMessage): void {
    const { messages, outbox, unread } = this.#parts;
    const shown = displayedUpTo(stanza);
    if (shown && isOwn) unread.readElsewhere(peer, shown);
    if (isGroup) return;
    if (shown && !isOwn) messages.readByThem(peer, shown);
    const received = receiptOf(stanza);
    if (received && !isOwn && messages.find(received)?.peer === peer)
      outbox.advance(received, "reached", { isKept: false });
    // docs/outcome.md: a server's word comes from the bare address, which no device has.
    const outcome = from === peer && !isOwn ? outcomeOf(stanza) : undefined;
    if (outcome && messages.find(outcome.id)?.peer === peer) this.#outcome(outcome);
  }

  #outcome({ id, state, stanzaId }: MessageOutcome): void {
    const changes = { isKept: state === "kept", ...archived(stanzaId) };
    this.#parts.outbox.advance(id, state === "reached" ? "reached" : "stored", changes);
  }

  // RFC 6120 §8.3: an error carries the id of what it refuses.
  #bounced({ stanza, id, peer, isOwn, source }: ParsedMessage): void {
    if (source === "archive" || isOwn || !id) return;
    const failure = readFailure(stanza);
    this.#parts.outbox.failed(peer, id, failure.text ?? failure.condition);
  }

  /** XEP-0184 §5.1. */
  #answer({ stanza, isOwn, peer, from, id }: ParsedMessage): void {
    if (isOwn || !id || !requestsReceipt(stanza) || !this.#parts.mayTell(peer)) return;
    const isHere = this.#parts.isHere(peer);
    this.#context.send(receiptMessage(isHere ? from : peer, randomId(), id, !isHere));
  }
}

/** Under what a message is known: an own one by its origin, another's by its place in our archive. */
export function keyOf({ isOwn, originId, id, archiveId, from, peer, isGroup }: ParsedMessage): string {
  // Two archives may give the same id.
  if (isGroup && !isOwn && archiveId) return `${peer}/${archiveId}`;
  if (isOwn) return originId || id || archiveId || randomId();
  return archiveId ?? `${from}/${id || randomId()}`;
}

export function toMessage(parsed: ParsedMessage, key: string, position: Position, reply?: Reply): Message {
  const {
    id,
    originId,
    archiveId,
    peer,
    isOwn,
    author,
    body = "",
    file,
    link,
    amends,
    isTombstone,
    isMention,
    moved,
  } = parsed;
  return {
    key,
    id,
    peer,
    isOwn,
    body,
    ...position,
    state: isOwn ? "stored" : "reached",
    ...(archiveId && { archiveId }),
    ...(originId && originId !== id && { originId }),
    ...(author && { author }),
    ...(reply && { reply }),
    ...(file && { file }),
    ...(link && { link }),
    ...(amends?.kind === "text" && { isEdited: true }),
    ...(isTombstone && { isRemoved: true }),
    ...(isMention && { isMention }),
    ...(moved && { moved }),
  };
}

/** What an archive id tells of a message. */
function archived(archiveId: string | undefined, at?: number): Partial<Message> {
  if (!archiveId) return {};
  const position = archivedAt(archiveId);
  return { archiveId, ...position, ...(position && at !== undefined && { at }) };
}

function touchedKeys(message: ParsedMessage): string[] {
  const { stanza, id, isError } = message;
  const told = [displayedUpTo(stanza), receiptOf(stanza), outcomeOf(stanza)?.id];
  return [...told, isError ? id : undefined, isShown(message) ? keyOf(message) : undefined].filter(
    (key) => key !== undefined,
  );
}
