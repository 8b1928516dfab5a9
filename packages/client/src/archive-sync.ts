import type { Amendments } from "./amendments/amendments.ts";
import { replyIn } from "./amendments/replies.ts";
import type { Archive, ArchivePage } from "./archive.ts";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { type Intake, keyOf, toMessage } from "./intake.ts";
import { isShown } from "./message-content.ts";
import { archivedAt, byPlace, type Position, positionOf } from "./message-order.ts";
import type { ParsedMessage } from "./message-parser.ts";
import type { Messages } from "./messages.ts";
import { StanzaFailure } from "./requests.ts";
import type { Message } from "./types.ts";

const CATCH_UP_PAGE = 100;
const OLDER_PAGE = 50;
/** Pages without a text (receipts, markers) that are skipped in one go. */
const MAX_EMPTY_PAGES = 5;

/** Whose archive it is: our own, or a group's. */
export interface Scope {
  /** Whose messages to ask for when older ones are wanted. */
  filter(peer: string): string | undefined;
  /** There may be messages of ours whose place in the archive is not known yet. */
  isHeldUp(): boolean;
  /** It is read from its position on. */
  begin?(): void;
  save(position: string): void;
  onCaughtUp?(): void;
}

/** Brings what happened while we were away, and what is older than this device knows (XEP-0313). */
export class ArchiveSync {
  /** The server has an archive, as far as we know. */
  hasArchive = true;
  /** All up to here is taken over. */
  position: string | undefined;
  /** Nothing is missing up to this moment. */
  isCaughtUp = false;
  isRunning = false;
  #run = 0;
  readonly #context: Context;
  readonly #archive: Archive;
  readonly #intake: Pick<Intake, "take">;
  readonly #scope: Scope;
  readonly #messages: Messages;
  readonly #amendments: Amendments;
  readonly #conversations: Conversations;
  /** Live messages that came before catching up was done. */
  #livePosition: string | undefined;
  /** By peer, the archive id from which on all is in the window, where that begins later. */
  readonly #oldest = new Map<string, string>();

  constructor(
    context: Context,
    parts: {
      archive: Archive;
      intake: Pick<Intake, "take">;
      messages: Messages;
      amendments: Amendments;
      conversations: Conversations;
    },
    scope: Scope,
  ) {
    this.#context = context;
    this.#archive = parts.archive;
    this.#intake = parts.intake;
    this.#messages = parts.messages;
    this.#amendments = parts.amendments;
    this.#conversations = parts.conversations;
    this.#scope = scope;
  }

  /** A new session, which may have missed something. */
  restart(): void {
    this.#run += 1;
    this.isRunning = false;
    this.isCaughtUp = false;
    this.#livePosition = undefined;
  }

  /** The stream goes on in this page, and it had missed nothing. */
  goOn(): void {
    this.#caughtUp();
  }

  clear(): void {
    this.position = undefined;
    this.hasArchive = true;
    this.#oldest.clear();
    this.restart();
  }

  /** A live message with its place in the archive. We stay before own messages whose place there is not known, so as to be told of it. */
  passed(archiveId: string | undefined): void {
    if (!archiveId || this.#scope.isHeldUp()) return;
    if (this.isCaughtUp) this.#moveTo(archiveId);
    else this.#livePosition = archiveId;
  }

  /** Takes over all that came since the last known message; a new device begins with the newest page. */
  async catchUp(): Promise<void> {
    const run = ++this.#run;
    this.isRunning = true;
    this.#scope.begin?.();
    try {
      while (run === this.#run && !(await this.#catchUpOnce(this.position)));
    } catch (cause) {
      if (run === this.#run) this.#giveUp(cause);
    }
    if (run === this.#run) this.isRunning = false;
  }

  /** @returns whether more may exist */
  async loadOlder(peer: string): Promise<boolean> {
    if ((await this.#messages.openOlder(peer)) > 0) return true;
    for (let pages = 0; pages < MAX_EMPTY_PAGES && this.#mayHaveOlder(peer) && this.#context.isOnline; pages++)
      if (await this.#loadPage(peer)) break;
    return this.#mayHaveOlder(peer);
  }

  /** The conversation is opened: its window begins anew. `isTrimmed`: the archive has some again that were removed here. */
  opened(peer: string, isTrimmed: boolean): void {
    this.#oldest.delete(peer);
    if (isTrimmed) this.#conversations.change(peer, { isWhole: false });
  }

  #mayHaveOlder(peer: string): boolean {
    return this.hasArchive && !this.#conversations.get(peer).isWhole;
  }

  /** @returns whether there is something new to show, or no use in trying on */
  async #loadPage(peer: string): Promise<boolean> {
    const [first] = this.#messages.window(peer);
    const filter = this.#scope.filter(peer);
    const query = { ...(filter && { with: filter }), before: this.#oldestOf(peer), limit: OLDER_PAGE };
    const page = await this.#archive.query(query).catch(() => undefined);
    if (page) await this.#amendments.load(page.messages);
    // Without a page the connection is gone; with another beginning it was opened anew, or somebody else loaded this page.
    if (!page || this.#messages.window(peer)[0]?.key !== first?.key) return true;
    if (page.first) this.#oldest.set(peer, page.first);
    const count = this.#prepend(peer, first, page);
    if (page.isComplete || !page.first) this.#conversations.change(peer, { isWhole: true });
    return count > 0;
  }

  /** @returns whether that was all */
  async #catchUpOnce(from: string | undefined): Promise<boolean> {
    const page = await this.#archive.query({ ...(from ? { after: from } : { before: "" }), limit: CATCH_UP_PAGE });
    const isDone = page.isComplete || !from || !page.last || page.last === from;
    await this.#takeOver(page, isDone);
    return isDone;
  }

  #takeOver({ messages, last }: ArchivePage, isDone: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#intake.take(messages, () => {
        if (last) this.#moveTo(last);
        if (isDone) this.#caughtUp();
        resolve();
      });
    });
  }

  #caughtUp(): void {
    this.isCaughtUp = true;
    if (this.#livePosition) this.#moveTo(this.#livePosition);
    this.#livePosition = undefined;
    this.#scope.onCaughtUp?.();
  }

  #moveTo(position: string): void {
    this.position = position;
    if (!this.#amendments.isBehind && !this.#context.journal.hasLost) this.#scope.save(position);
  }

  #giveUp(cause: unknown): void {
    if (!(cause instanceof StanzaFailure)) return; // the connection is gone: again with the next
    // XEP-0313 §4.3.1: our place is not in the archive any more: begin anew.
    if (cause.condition === "item-not-found" && this.position) {
      this.position = undefined;
      return void this.catchUp();
    }
    this.hasArchive = cause.condition !== "service-unavailable" && cause.condition !== "feature-not-implemented";
    if (!this.hasArchive) this.#caughtUp();
    this.#context.log("the archive could not be read", cause);
  }

  #oldestOf(peer: string): string {
    const known = this.#messages.window(peer).find((message) => message.archiveId);
    return this.#oldest.get(peer) ?? known?.archiveId ?? "";
  }

  #prepend(peer: string, first: Message | undefined, page: ArchivePage): number {
    const parsed = page.messages.filter((message) => message.peer === peer && !message.isError);
    for (const each of parsed) this.#amendments.take(each, this.#positionOf(each).place);
    // What has not come yet comes by itself, and is news then.
    const end = this.isCaughtUp && this.position !== undefined ? archivedAt(this.position)?.place : undefined;
    const isOlder = ({ place }: Message) => end === undefined || place <= end;
    const found = parsed.flatMap((each) => this.#asMessage(each));
    const added = this.#messages.prepend(peer, first, found.filter(isOlder).toSorted(byPlace));
    if (added.length > 0) this.#context.journal.put({ messages: added });
    return added.length;
  }

  #asMessage(parsed: ParsedMessage): Message[] {
    const isChange = parsed.amends && parsed.amends.kind !== "reactions";
    if (isChange || !isShown(parsed)) return [];
    const reply = replyIn(parsed, { address: this.#context.address, messages: this.#messages });
    return [this.#amendments.apply(toMessage(parsed, keyOf(parsed), this.#positionOf(parsed), reply))];
  }

  #positionOf(parsed: ParsedMessage): Position {
    return positionOf(parsed, this.#conversations.get(parsed.peer), this.#context.clock.now());
  }
}
