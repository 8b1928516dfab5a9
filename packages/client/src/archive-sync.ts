import type { Archive, ArchivePage } from "./archive.ts";
import type { ArrivalOrder } from "./arrival-order.ts";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { type Intake, keyOf, toMessage } from "./intake.ts";
import { above } from "./message-order.ts";
import type { ParsedMessage } from "./message-parser.ts";
import { KEPT, type Messages } from "./messages.ts";
import { StanzaFailure } from "./requests.ts";
import type { Message } from "./types.ts";

const CATCH_UP_PAGE = 100;
const OLDER_PAGE = 50;
/** Where this device's messages end, their order may not be quite the archive's: so many are asked for again, lest one is left out. */
const OVERLAP = 10;
/** Pages without a text (receipts, markers) that are skipped in one go. */
const MAX_EMPTY_PAGES = 5;

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
  readonly #intake: Intake;
  readonly #order: ArrivalOrder;
  readonly #messages: Messages;
  readonly #conversations: Conversations;
  /** Live messages that came before catching up was done. */
  #livePosition: string | undefined;
  readonly #oldest = new Map<string, string>();

  constructor(
    context: Context,
    parts: {
      archive: Archive;
      intake: Intake;
      order: ArrivalOrder;
      messages: Messages;
      conversations: Conversations;
    },
  ) {
    this.#context = context;
    this.#archive = parts.archive;
    this.#intake = parts.intake;
    this.#order = parts.order;
    this.#messages = parts.messages;
    this.#conversations = parts.conversations;
  }

  /** A new session, which may have missed something. */
  restart(): void {
    this.#run += 1;
    this.isRunning = false;
    this.isCaughtUp = false;
    this.#livePosition = undefined;
    this.#order.restart();
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

  /** A live message with its place in the archive. */
  passed(archiveId: string | undefined): void {
    if (!archiveId) return;
    if (this.isCaughtUp) this.#moveTo(archiveId);
    else this.#livePosition = archiveId;
  }

  /** Takes over all that came since the last known message; a new device begins with the newest page. */
  async catchUp(): Promise<void> {
    const run = ++this.#run;
    this.isRunning = true;
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
    if (this.#conversations.get(peer).isWhole || !this.hasArchive) return false;
    for (let pages = 0; pages < MAX_EMPTY_PAGES && this.#context.isOnline; pages++) {
      const page = await this.#archive
        .query({ with: peer, before: this.#oldestOf(peer), limit: OLDER_PAGE })
        .catch(() => undefined);
      if (!page) return false;
      const isComplete = page.isComplete || !page.first;
      if (page.first) this.#oldest.set(peer, page.first);
      const count = this.#prepend(peer, page);
      if (isComplete) this.#conversations.change(peer, { isWhole: true });
      if (isComplete || count > 0) return !isComplete;
    }
    return true;
  }

  /** Older messages on this device were removed: the archive may have some again. */
  trimmed(peer: string): void {
    this.#oldest.delete(peer);
    this.#conversations.change(peer, { isWhole: false });
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
        this.#order.tookPage();
        if (isDone) this.#caughtUp();
        resolve();
      });
    });
  }

  #caughtUp(): void {
    this.isCaughtUp = true;
    this.#order.caughtUp();
    if (this.#livePosition) this.#moveTo(this.#livePosition);
    this.#livePosition = undefined;
  }

  #moveTo(position: string): void {
    this.position = position;
    this.#context.journal.put({ position });
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
    const known = this.#messages.window(peer).filter((message) => message.archiveId);
    return this.#oldest.get(peer) ?? known[Math.min(OVERLAP, known.length - 1)]?.archiveId ?? "";
  }

  #prepend(peer: string, page: ArchivePage): number {
    const found = page.messages.filter((message) => message.peer === peer).flatMap(asMessage);
    const window = this.#messages.window(peer);
    const older = above(
      window[0],
      found.toSorted((a, b) => a.at - b.at),
    );
    const added = this.#messages.prepend(peer, older);
    if (window.length < KEPT && added.length > 0) this.#context.journal.put({ messages: added });
    return added.length;
  }
}

function asMessage(parsed: ParsedMessage): Message[] {
  if (!parsed.body || parsed.isError) return [];
  return [toMessage(parsed, parsed.body, keyOf(parsed), parsed.at ?? 0)];
}
