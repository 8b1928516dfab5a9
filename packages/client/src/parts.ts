import { type Element, enableOutcomes, NS, xml } from "@yonder/protocol";
import { bareOf } from "./address.ts";
import { Amendments } from "./amendments/amendments.ts";
import { firstPresence } from "./answers/first-presence.ts";
import { Archive } from "./archive.ts";
import { ArchiveSync } from "./archive-sync.ts";
import { ConnectionLost } from "./connection.ts";
import type { Context } from "./context.ts";
import { Conversations, type OnDropped } from "./conversations.ts";
import { FilesDoor, type FilesParts } from "./files/door.ts";
import { GroupsDoor } from "./groups/door.ts";
import type { Groups } from "./groups/groups.ts";
import { Intake } from "./intake.ts";
import { unwrap } from "./message-parser.ts";
import { KEPT, Messages } from "./messages.ts";
import type { EngineOptions } from "./options.ts";
import { Outbox } from "./outbox.ts";
import { PeopleDoor } from "./people/door.ts";
import type { People } from "./people/later/people.ts";
import type { PeopleState } from "./people/people-state.ts";
import { Roster } from "./roster.ts";
import type { SearchDoor } from "./search/door.ts";
import type { SearchParts } from "./search/later/reading.ts";
import { Pasts } from "./search/pasts.ts";
import type { QueuedMessage, Storage, StoredState } from "./storage/storage.ts";
import type { StreamState } from "./tab-state.ts";
import type { Unstored } from "./tabs/later/written.ts";
import { trim } from "./trim.ts";
import type { Message } from "./types.ts";
import { Typing } from "./typing.ts";
import { Unread } from "./unread.ts";
import { Writing } from "./writing.ts";

/** Fewer messages than this do not fill a screen: older ones are fetched at once. */
const SCREENFUL = 30;
/** So many messages in a window, and it goes on without the newest. */
const MANY = 1_000;

/** What the engine consists of, and the way of a stanza through it. */
export class Parts {
  readonly roster: Roster;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly amendments: Amendments;
  readonly unread: Unread;
  readonly outbox: Outbox;
  readonly typing: Typing;
  readonly writing: Writing;
  readonly sync: ArchiveSync;
  readonly groups: GroupsDoor;
  readonly files: FilesDoor;
  readonly people: PeopleDoor;
  readonly pasts: Pasts;
  readonly past: SearchDoor;
  readonly #context: Context;
  readonly #storage: Storage;
  readonly #archive: Archive;
  readonly #intake: Intake;
  #adopting: Promise<void> = Promise.resolve();

  constructor(context: Context, { storage, put }: Pick<EngineOptions, "storage" | "put">) {
    const isGroup = (peer: string) => this.groups.isGroup(peer);
    const isOpen = (peer: string) => this.groups.isOpen(peer);
    const mayTell = (peer: string) =>
      this.roster.seesUs(peer) || this.conversations.get(peer).isAnswered || isGroup(peer);
    const isHere = (peer: string) => this.roster.isHere(peer);
    this.#context = context;
    this.#storage = storage;
    this.roster = new Roster(context, (address) => this.conversations.announce(address));
    const drop: OnDropped = (peer, attached = []) => {
      void trim(context, storage, peer, 0);
      for (const { key } of attached) this.files.forget(key);
    };
    this.conversations = new Conversations(context, (peer) => this.roster.isContact(peer), drop);
    this.messages = new Messages(context, storage, this.conversations);
    this.unread = new Unread(context, this.conversations, mayTell, isOpen);
    const { messages, conversations } = this;
    this.amendments = new Amendments(context, storage, { messages, conversations, outbox: () => this.outbox });
    this.outbox = new Outbox(context, { ...this, isOpen });
    const show = (peer: string, isTyping: boolean) => this.conversations.setTyping(peer, isTyping);
    const mayTellTyping = (peer: string) => (isGroup(peer) ? isOpen(peer) : isHere(peer) && mayTell(peer));
    this.typing = new Typing(context, show, mayTellTyping, (peer) => (isGroup(peer) ? "group" : "direct"));
    const write: FilesParts["write"] = (...said) => this.writing.send(...said);
    this.files = new FilesDoor(context, { storage, put, messages, conversations, write, outbox: () => this.outbox });
    this.writing = new Writing(context, this);
    this.#intake = new Intake(context, {
      ...this,
      mayTell,
      isHere,
      hasArchive: () => this.sync.hasArchive,
      recall: (stanza) => this.groups.recall(stanza),
    });
    this.#archive = new Archive((type, payload) => context.request(type, payload));
    this.sync = new ArchiveSync(
      context,
      { ...this, archive: this.#archive, intake: this.#intake },
      {
        filter: (peer) => peer,
        isHeldUp: () => this.messages.hasUnplaced || this.outbox.isUnderWay,
        begin: () => this.messages.forgetUnplaced(),
        save: (position) => context.journal.put({ position }),
      },
    );
    this.groups = new GroupsDoor(context, this.conversations, () => this.#loadGroups());
    this.people = new PeopleDoor(context, (state) => this.#loadPeople(state));
    const room = (peer = "") => this.groups.loaded?.find(peer);
    const opened = (peer: string) => (room(peer) ? room(peer)?.trimmed(false) : this.sync.opened(peer, false));
    const query: SearchParts["query"] = (peer, asked) =>
      room(peer)?.archive.query(asked) ?? this.#archive.query({ ...asked, ...(peer && { with: peer }) });
    this.pasts = new Pasts(() => ({ ...this, context, storage, query, opened }));
    this.past = this.pasts.add();
  }

  /** Shows what is stored, and takes over what was left unsent. */
  async restore(stored: StoredState, stream?: StreamState): Promise<void> {
    this.roster.restore(stored.roster);
    this.roster.presences.restore(stream?.presences ?? []);
    this.roster.restoreRequests(stream?.requests ?? []);
    this.conversations.restore(stored.conversations);
    this.messages.restore(stored.conversations.flatMap(({ last }) => last ?? []));
    this.amendments.restore(stored.hasAmendments ?? false);
    this.sync.position = stored.position;
    this.groups.restore();
    this.people.restore(stored.people);
    await this.#takeOver(stored.queue);
    if (!stream) return;
    this.outbox.resume(stream.resumable.unacked);
    if (stream.position === stored.position) this.sync.goOn();
    this.roster.isFetched = true;
  }

  clear(): void {
    this.groups.clear();
    this.people.clear();
    for (const part of [this.#intake, this.typing, this.files, this.outbox, this.amendments]) part.clear();
    this.past.clear();
    for (const part of [this.messages, this.sync, this.conversations, this.roster]) part.clear();
  }

  /** What the stream's continuation in another page needs; undefined while it still lacks something. */
  get streamState(): Omit<StreamState, "resumable"> | undefined {
    const isBehind = !this.sync.isCaughtUp || this.messages.hasUnplaced || this.#intake.isBusy;
    if (!this.roster.isFetched || isBehind) return undefined;
    return { presences: this.roster.presences.stored, requests: this.roster.requests, position: this.sync.position };
  }

  /** A new session: all of this leaves together, and nothing waits for an answer. */
  begin(): void {
    this.outbox.restart();
    this.roster.restart();
    this.sync.restart();
    // A server without outcomes refuses: then receipts alone tell what arrived.
    this.#context.request("set", enableOutcomes()).catch(() => {});
    this.#attempt("the contacts could not be read", this.roster.fetch());
    this.#context.send(firstPresence(this.people.status));
    this.groups.begin();
    this.people.begin();
    void this.sync.catchUp();
  }

  /** The session stands. @returns how many waiting messages went out */
  online(): number {
    if (!this.roster.isFetched && !this.roster.isFetching)
      this.#attempt("the contacts could not be read", this.roster.fetch());
    if (!this.sync.isRunning && !this.sync.isCaughtUp) void this.sync.catchUp();
    this.groups.online();
    this.people.online();
    const sent = this.outbox.flush();
    this.files.go();
    this.unread.flush();
    this.amendments.prepare();
    return sent;
  }

  /** Loads what a conversation's screen shows. */
  async open(peer: string): Promise<void> {
    if (!this.conversations.has(peer)) this.conversations.change(peer, {});
    const wasOpen = this.messages.isOpen(peer);
    if (this.groups.isGroup(peer)) (await this.groups.open()).find(peer)?.opened();
    if (!wasOpen) await this.#trim(peer);
    await this.messages.open(peer);
    if (wasOpen) return;
    const isShort = this.messages.window(peer).length < SCREENFUL;
    if (isShort && this.#context.isOnline) this.#attempt("older messages could not be read", this.loadOlder(peer));
  }

  async #loadGroups(): Promise<Groups> {
    const { Groups } = await import("./groups/groups.ts");
    return new Groups({
      ...this,
      context: this.#context,
      intake: this.#intake,
      attempt: (event, action) => this.#attempt(event, action),
      invitations: (all) => this.#context.emit("invitations", all),
    });
  }

  async #loadPeople(state: PeopleState): Promise<People> {
    const { People } = await import("./people/later/people.ts");
    const attempt = (event: string, action: Promise<unknown>) => this.#attempt(event, action);
    return new People({
      ...this,
      archive: this.#archive,
      storage: this.#storage,
      context: this.#context,
      state,
      attempt,
    });
  }

  /** What is loaded of a conversation. */
  history(peer: string, past = this.past): readonly Message[] {
    return past.window(peer) ?? this.messages.window(peer);
  }

  /** Older messages, from this device or the archive that has them. @returns whether more may exist */
  loadOlder(peer: string, past = this.past): Promise<boolean> {
    if (past.isAway(peer) || this.messages.window(peer).length >= MANY) return past.older(peer);
    return this.groups.loaded?.find(peer)?.loadOlder() ?? this.sync.loadOlder(peer);
  }

  /** Keeps the newest messages on this device; before the window begins, so that nothing is missing between that and what is stored. */
  async #trim(peer: string): Promise<void> {
    const isTrimmed = await trim(this.#context, this.#storage, peer, KEPT);
    const room = this.groups.loaded?.find(peer);
    if (room) room.trimmed(isTrimmed);
    else this.sync.opened(peer, isTrimmed);
  }

  acked(stanza: Element): void {
    // Behind the messages that came before it.
    if (stanza.name === "message") this.#intake.take([], () => this.#acked(stanza));
  }

  #acked(stanza: Element): void {
    this.outbox.acked(stanza);
    this.unread.acked(stanza);
  }

  /** The one boundary: a stanza that breaks something is logged, and the next one is heard. */
  stanza(stanza: Element): void {
    try {
      if (this.groups.takes(stanza) || this.people.takes(stanza)) return;
      if (stanza.name === "message") this.#message(stanza);
      if (stanza.name === "presence") this.#presence(stanza);
      if (stanza.name === "iq") this.#iq(stanza);
    } catch (cause) {
      this.#context.log("a stanza could not be handled", cause);
    }
  }

  #message(stanza: Element): void {
    const { address } = this.#context;
    const unwrapped = unwrap(stanza, { address, hasArchive: this.sync.hasArchive });
    if (unwrapped.kind === "archived") this.#archive.add(unwrapped.query, unwrapped.archiveId, unwrapped.message);
    if (unwrapped.kind !== "message") return;
    const { message } = unwrapped;
    this.#intake.take([message], () => this.sync.passed(message.archiveId));
  }

  #presence(stanza: Element): void {
    this.roster.presence(stanza);
    if (stanza.attr("type") === "unavailable") this.typing.gone(bareOf(stanza.attr("from") ?? ""));
  }

  #iq(stanza: Element): void {
    if (this.roster.push(stanza)) this.#context.send(xml("iq", NS.client, { type: "result", id: stanza.attr("id") }));
    else if (/^[gs]et$/.test(stanza.attr("type") ?? "")) this.#attempt("an answer was lost", this.#answer(stanza));
  }

  async #answer(iq: Element): Promise<void> {
    const { answer } = await import("./answers/later/answers.ts");
    this.#context.send(answer(iq));
  }

  /** Takes over what other tabs have put into the queue, or could not, and sends it: one call after the other. */
  adopt(unstored?: Unstored): Promise<void> {
    const adopted = this.#adopting.then(async () => {
      if (unstored) this.messages.put(unstored.message);
      const left = unstored ? [unstored.entry] : (await this.#storage.queue()).filter(({ tab }) => tab !== undefined);
      await this.#takeOver(left);
      await this.#context.journal.flush();
      this.outbox.flush();
      this.files.go();
    });
    this.#adopting = adopted.catch(() => {});
    return adopted;
  }

  async #takeOver(queue: readonly QueuedMessage[]): Promise<void> {
    await this.messages.load(queue.map(({ key }) => key));
    const left = this.outbox.adopt(queue);
    for (const { key, tab } of left) if (tab !== undefined) this.writing.wrote(key);
  }

  #attempt(event: string, action: Promise<unknown>): void {
    // What a broken connection left undone is done again with the next.
    action.catch((cause: unknown) => cause instanceof ConnectionLost || this.#context.log(event, cause));
  }
}
