import { displayedUpTo, type Element, mamResultOf, NS, xml } from "@yonder/protocol";
import type { Amendments } from "../amendments/amendments.ts";
import { Archive } from "../archive.ts";
import { ArchiveSync } from "../archive-sync.ts";
import type { Context } from "../context.ts";
import type { Conversations } from "../conversations.ts";
import type { Intake } from "../intake.ts";
import type { ParsedMessage } from "../message-parser.ts";
import type { Messages } from "../messages.ts";
import type { Outbox } from "../outbox.ts";
import { readFailure } from "../requests.ts";
import type { Unread } from "../unread.ts";
import { Attendance } from "./attendance.ts";
import { Entrance } from "./entrance.ts";
import { readGroupMessage, type Setting } from "./group-message.ts";
import { Notices } from "./notices.ts";
import type { Occupants } from "./occupants.ts";
import { fetchAffiliations, fetchInfo, fetchPicture, type RoomInfo } from "./room-info.ts";
import { Seen } from "./seen.ts";
import type { StoredGroup } from "./stored-group.ts";
import { type Affiliation, codesOf, readOccupant } from "./wire.ts";
import { Writers } from "./writers.ts";

export interface RoomParts {
  readonly context: Context;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly amendments: Amendments;
  readonly intake: Intake;
  readonly outbox: Outbox;
  readonly unread: Unread;
  /** Something that the screens show is another. */
  changed(room: string): void;
  moved(room: string, to: string): void;
  attempt(event: string, action: Promise<unknown>): void;
}

/** One group as this device knows it: its way in, who is there, what is said. */
export class Room {
  readonly address: string;
  readonly entrance: Entrance;
  readonly attendance: Attendance;
  readonly notices = new Notices();
  readonly writers: Writers;
  readonly archive: Archive;
  readonly seen: Seen;
  info: RoomInfo | undefined;
  picture: string | undefined;
  readonly #parts: RoomParts;
  readonly #sync: ArchiveSync;
  #onMade: ((isNew: boolean) => void) | undefined;

  constructor(address: string, parts: RoomParts) {
    const { context } = parts;
    this.address = address;
    this.#parts = parts;
    this.attendance = new Attendance(this.notices, context.clock);
    this.seen = new Seen(this.record.readers);
    this.writers = new Writers(context.clock, () => this.#changed());
    this.entrance = new Entrance(address, this.record.nick, context, {
      changed: () => this.#changed(),
      entered: (isNew) => this.#entered(isNew),
      lost: () => this.#lost(),
      moved: (to) => parts.moved(address, to),
    });
    this.entrance.password = this.record.password;
    this.archive = new Archive((type, payload) => context.request(type, payload, address));
    const intake = { take: (messages: readonly ParsedMessage[], then?: () => void) => this.#take(messages, then) };
    this.#sync = new ArchiveSync(
      context,
      { ...parts, intake, archive: this.archive },
      {
        filter: () => undefined,
        isHeldUp: () => false,
        save: (position) => this.change({ position }),
        onCaughtUp: () => this.#caughtUp(),
      },
    );
    this.#sync.position = this.record.position;
  }

  get occupants(): Occupants {
    return this.attendance.occupants;
  }

  get record(): StoredGroup {
    return this.#parts.conversations.get(this.address).group ?? { name: "", nick: "", notify: "all" };
  }

  /** What we write goes out: we are in, and know what was said before. */
  get isOpen(): boolean {
    return this.entrance.isIn && this.#sync.isCaughtUp;
  }

  change(changes: Partial<StoredGroup>): void {
    this.#parts.conversations.change(this.address, { kind: "group", group: { ...this.record, ...changes } });
    this.#changed();
  }

  /** Enters a room that ought to be there, or that others may know. @returns whether it has just been made, and is ours */
  make(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#onMade = resolve;
      this.entrance.enter();
    });
  }

  restart(): void {
    this.#sync.restart();
    this.writers.clear();
    this.attendance.restart();
    this.entrance.restart();
  }

  close(): void {
    this.writers.clear();
    this.entrance.stop();
  }

  /** Somebody looks at it: who belongs to it is shown. */
  opened(): void {
    if (this.entrance.isIn && !this.attendance.hasLists)
      this.#parts.attempt("a group's members could not be read", this.#lists());
  }

  loadOlder(): Promise<boolean> {
    return this.#sync.loadOlder(this.address);
  }

  trimmed(isTrimmed: boolean): void {
    this.#sync.opened(this.address, isTrimmed);
  }

  presence(stanza: Element): void {
    if (stanza.attr("type") === "error") return this.entrance.error(stanza);
    const occupant = readOccupant(stanza);
    if (!occupant.nick) return;
    const isOwn = occupant.codes.has("110") || occupant.nick === this.entrance.nick;
    this.attendance.heard(occupant, isOwn, this.info?.isClosed);
    if (occupant.isGone) this.writers.gone(occupant.nick);
    if (isOwn && occupant.id && occupant.id !== this.record.ownId) this.change({ ownId: occupant.id });
    if (isOwn) this.entrance.own(occupant);
    this.#changed();
  }

  message(stanza: Element): void {
    if (stanza.child("result", NS.mam)) return this.#archived(stanza);
    // What we say goes to the room: nobody in it refuses that.
    if (stanza.attr("type") === "error")
      return stanza.attr("from") === this.address ? this.#bounced(stanza) : undefined;
    this.entrance.heard();
    // What somebody in the room says of it counts for nothing.
    if (stanza.attr("from") === this.address && stanza.child("x", NS.mucUser)) this.#told(stanza);
    if (stanza.attr("type") !== "groupchat") return;
    const parsed = readGroupMessage(stanza, this.#setting);
    if (!parsed.isOwn && parsed.author?.name) this.writers.heard(parsed.author.name, stanza);
    this.#take([parsed], () => this.#sync.passed(parsed.archiveId));
  }

  affiliated(address: string, affiliation: Affiliation): void {
    this.occupants.affiliate(address, affiliation);
    this.#changed();
  }

  async refresh(): Promise<void> {
    const { context } = this.#parts;
    const info = await fetchInfo(context, this.address);
    const before = this.info;
    this.info = info;
    const { name } = this.record;
    if (info.name && info.name !== name) {
      if (before) this.notices.add({ at: context.clock.now(), kind: "named", name: "", text: info.name });
      this.change({ name: info.name });
    }
    this.#changed();
    if (info.pictureHash === (before?.pictureHash ?? "")) return;
    this.picture = info.pictureHash ? await fetchPicture(context, this.address).catch(() => undefined) : undefined;
    this.#changed();
  }

  get #setting(): Setting {
    const { address: room, entrance, occupants, record } = this;
    const { address } = this.#parts.context;
    const { hasArchive } = this.#sync;
    return { room, address, nick: entrance.nick, ownId: record.ownId, occupants, hasArchive };
  }

  #entered(isNew: boolean): void {
    const made = this.#onMade;
    this.#onMade = undefined;
    this.attendance.isSettled = true;
    made?.(isNew);
    // XEP-0045 §10.1: one that was destroyed while we were away would rise again by our coming.
    if (isNew && !made) return void this.unmake();
    if (isNew) return;
    this.begin();
  }

  /** Our coming has made it: there is no such group, and there shall be none (XEP-0045 §10.1.3). */
  async unmake(): Promise<void> {
    const cancel = xml("query", NS.mucOwner, null, xml("x", NS.dataForms, { type: "cancel" }));
    this.entrance.vanished();
    await this.#parts.context.request("set", cancel, this.address).catch(() => undefined);
  }

  /** We are in, and the room is as it shall be. */
  begin(): void {
    void this.#sync.catchUp();
    this.#parts.attempt("a group could not be asked what it is", this.refresh());
    this.#parts.unread.tell(this.address);
    if (this.attendance.hasLists || this.#parts.messages.isOpen(this.address))
      this.#parts.attempt("a group's members could not be read", this.#lists());
  }

  #lost(): void {
    this.attendance.restart();
    this.#sync.restart();
    this.#parts.outbox.returned(this.address);
  }

  #caughtUp(): void {
    this.#parts.outbox.flush();
    this.#changed();
  }

  async #lists(): Promise<void> {
    this.attendance.hasLists = true;
    this.occupants.setAffiliations(await fetchAffiliations(this.#parts.context, this.address));
    this.#changed();
  }

  /** XEP-0045 §9.3, §10.2: what the room says of somebody who is not here, or of itself. */
  #told(stanza: Element): void {
    const { address, affiliation } = readOccupant(stanza);
    if (address && stanza.child("x", NS.mucUser)?.child("item")) this.occupants.affiliate(address, affiliation);
    const codes = codesOf(stanza);
    if (["104", "170", "171", "172", "173", "174"].some((code) => codes.has(code)))
      this.#parts.attempt("a group could not be asked what it is", this.refresh());
    this.#changed();
  }

  #archived(stanza: Element): void {
    const result = mamResultOf(stanza);
    if (!result || stanza.attr("from") !== this.address) return;
    const { id, queryId = "", stamp } = result;
    const isMessage = result.stanza.is("message") && result.stanza.attr("type") === "groupchat";
    const archived = { id, at: stamp.getTime() };
    this.archive.add(queryId, id, isMessage ? readGroupMessage(result.stanza, this.#setting, archived) : undefined);
  }

  /** Who is not in the room is not heard there: we go in again, and say it again. */
  #bounced(stanza: Element): void {
    if (readFailure(stanza).condition === "not-acceptable") return this.entrance.again();
    this.#parts.intake.take([readGroupMessage(stanza, this.#setting)]);
  }

  #take(messages: readonly ParsedMessage[], then?: () => void): void {
    const isFirst = this.#sync.position === undefined && !this.#sync.isCaughtUp;
    this.#parts.intake.take(messages, () => {
      for (const message of messages) this.#note(message);
      // What was said before we came is nothing that we have missed.
      if (isFirst) this.#parts.unread.seen(this.address);
      then?.();
    });
  }

  #note(message: ParsedMessage): void {
    const { stanza, author, isOwn, body, file, archiveId } = message;
    if (stanza.child("subject") && !message.body && !stanza.child("thread")) this.#subject(message);
    // Who answers has read what stood before.
    const shown = displayedUpTo(stanza) ?? (body || file ? archiveId : undefined);
    if (!shown || isOwn || !author?.name) return;
    const position = this.#parts.messages.meant(this.address, shown);
    if (!position || !this.seen.note(author.id, author.name, position)) return;
    this.change({ readers: this.seen.stored });
    this.#parts.messages.readUpTo(this.address, position);
    this.#changed();
  }

  #subject({ stanza, author, at, source }: ParsedMessage): void {
    const subject = stanza.childText("subject") ?? "";
    if (subject === (this.record.subject ?? "")) return;
    this.change({ subject });
    // The one that is told on entering is not new.
    if (at !== undefined && source === "live") return this.#changed();
    const { clock } = this.#parts.context;
    const { name = "", address } = author ?? {};
    const who = { name, ...(address && { address }) };
    this.notices.add({ at: at ?? clock.now(), kind: "subject", ...who, text: subject });
    this.#changed();
  }

  #changed(): void {
    this.#parts.changed(this.address);
  }
}
