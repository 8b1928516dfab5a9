import { appendChild, type Element, StanzaError, stanzaId } from "@yonder/protocol";
import type { Logger } from "pino";
import { timeOf, toText } from "../../store/archive-id.ts";
import type { Appended, NewRoomMessage, Rooms, Tenure } from "../../store/rooms.ts";
import { StoreError } from "../../store/store.ts";
import { isArchiveQuery, type Librarian } from "./archive.ts";
import { type Cards, isCardRequest } from "./cards.ts";
import type { Effect, Post, Request } from "./draft.ts";
import { isModeration, moderation, tombstoneOf } from "./moderation.ts";
import { isHiddenFrom, type Place, type Room } from "./room.ts";
import { isDestroying, isPlain, isPosting, refused, type Step, step } from "./step.ts";
import { findMessage, toStored, written } from "./stored.ts";

/** Where a room's stanzas go. */
export interface Outlet {
  /** To sessions, each with its own `to`. */
  tell(room: Room, places: readonly Place[], stanza: Element, mark: Mark): void;
  route(stanza: Element, isKept: boolean): void;
  /** What everybody was told is kept. */
  said(room: Room, stanza: Element, author: string): void;
}

/** Where something that is told stands in the archive, so that nodes notice what they missed. */
export interface Mark {
  /** The newest message when it was told. */
  readonly last: number;
  /** It is this message itself, for the first time. */
  readonly id?: number | undefined;
  /** The message before it, which whoever gets this one must have had. */
  readonly after?: number | undefined;
}

/** What became of a stanza: `done`, durable where it has to be; `again`: somebody else is to take it, or this one later. */
export type Verdict = "done" | "again";

interface Parts {
  readonly room: Room;
  readonly tenure: Tenure;
  /** The newest message in the archive. */
  readonly last: number;
  readonly rooms: Rooms;
  readonly outlet: Outlet;
  readonly librarian: Librarian;
  readonly cards: Cards;
  readonly log: Logger;
  /** The room is at work here no longer: destroyed, or taken over, or the store cannot be trusted to have what was told. */
  onClosed(isDestroyed: boolean): void;
}

type Work = (room: Room) => Step | Promise<Step>;

interface Task {
  readonly request: Request | undefined;
  readonly work: Work;
  settle(verdict: Verdict): void;
}

/** Messages that are made durable together, and stanzas to people that come of them before others have their turn. */
const MOST_TOGETHER = 64;
const MOST_TOLD_TOGETHER = 20_000;
/** Messages that are removed from an archive at a time. */
const MOST_CLEARED = 2_000;
/** Stanzas that may wait for a room. */
const MOST_WAITING = 10_000;

/** A room at work: one stanza after another, each kept before anything follows from it; messages that come together are kept together. */
export class Keeper {
  readonly #parts: Parts;
  #room: Room;
  #last: number;
  #waiting: Task[] = [];
  #isWorking = false;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#room = parts.room;
    this.#last = parts.last;
  }

  get room(): Room {
    return this.#room;
  }

  get tenure(): Tenure {
    return this.#parts.tenure;
  }

  get last(): number {
    return this.#last;
  }

  get isIdle(): boolean {
    return !this.#isWorking && this.#waiting.length === 0;
  }

  /** Takes a stanza for the room, behind those that came before. */
  take(request: Request): Promise<Verdict> {
    return this.#push(request, (room) => this.#workOn(room, request));
  }

  /** Changes the room without a stanza, in its turn. */
  turn(work: Work): Promise<Verdict> {
    return this.#push(undefined, work);
  }

  /** Takes no more; what waits is for somebody else. */
  close(isDestroyed = false): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { settle } of this.#waiting.splice(0)) settle("again");
    this.#parts.onClosed(isDestroyed);
  }

  #push(request: Request | undefined, work: Work): Promise<Verdict> {
    if (this.#isClosed) return Promise.resolve("again");
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(new StanzaError("resource-constraint", "The room is too busy."));
    return new Promise((resolve) => {
      this.#waiting.push({ request, work, settle: resolve });
      if (!this.#isWorking) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isWorking = true;
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const task = this.#waiting.shift();
      if (task) await this.#perform(task);
    }
    this.#isWorking = false;
  }

  async #perform(task: Task): Promise<void> {
    try {
      const made = await task.work(this.#room);
      if (!isPosting(made)) return task.settle(await this.#commit(task, made));
      await this.#post([[task, made], ...this.#following(made)]);
    } catch (error) {
      task.settle(this.#misunderstood(error, task.request));
    }
  }

  #workOn(room: Room, request: Request): Step | Promise<Step> {
    if (request.stanza.name !== "presence" && isHiddenFrom(room, request))
      return refused(room, request, new StanzaError("item-not-found"));
    if (isArchiveQuery(request)) return this.#parts.librarian.answer(room, request);
    if (isCardRequest(room, request)) return this.#parts.cards.answer(room, request);
    if (isModeration(request)) return moderation(room, request, (id) => this.#find(id));
    return step(room, request);
  }

  /** The messages that wait right behind one, as far as nothing else comes in between. */
  #following(first: Step): [Task, Step][] {
    const following: [Task, Step][] = [];
    if (!isPlain(first)) return following;
    const most = Math.min(MOST_TOGETHER, MOST_TOLD_TOGETHER / this.#room.nicks.size);
    while (following.length < most) {
      const next = this.#waiting[0];
      if (next?.request?.stanza.attr("type") !== "groupchat") return following;
      const made = step(this.#room, next.request);
      if (isPosting(made) && !isPlain(made)) return following;
      this.#waiting.shift();
      following.push([next, made]);
    }
    return following;
  }

  /** A step without messages: kept, if there is anything to keep, then told. */
  async #commit({ request }: Task, made: Step): Promise<Verdict> {
    const { rooms, tenure } = this.#parts;
    try {
      // What a room has gathered in years is not removed in one go.
      if (isDestroying(made)) while (await rooms.clear(tenure, MOST_CLEARED)) {}
      if (made.changes.length > 0) await rooms.change(tenure, made.changes.map(toStored));
    } catch (error) {
      return this.#failed(error, request);
    }
    this.#room = made.room;
    for (const effect of made.effects) this.#follow(effect);
    if (isDestroying(made)) this.close(true);
    return "done";
  }

  /** Steps with messages: all messages are kept, then everything is told. */
  async #post(made: readonly [Task, Step][]): Promise<void> {
    const { rooms, tenure } = this.#parts;
    const posts = made.flatMap(([, { effects }]) =>
      effects.flatMap((effect) => (effect.kind === "publish" ? [effect.post] : [])),
    );
    try {
      const messages = await Promise.all(posts.map((post) => this.#toStored(post)));
      const appended = await rooms.append(tenure, messages);
      const ids = new Map(posts.map((post, i) => [post, { ...(appended[i] as Appended), kept: messages[i] }]));
      for (const [task, one] of made) {
        this.#room = { ...one.room, history: this.#room.history };
        for (const effect of one.effects) this.#follow(effect, ids);
        task.settle("done");
      }
    } catch (error) {
      for (const [task] of made) task.settle(this.#failed(error, task.request));
    }
  }

  #follow(
    effect: Effect,
    ids: ReadonlyMap<Post, Appended & { readonly kept?: NewRoomMessage | undefined }> = new Map(),
  ): void {
    const { outlet } = this.#parts;
    const last = this.#last;
    if (effect.kind === "tell") return outlet.tell(this.#room, effect.places, effect.stanza, { last, id: effect.id });
    if (effect.kind === "route") return outlet.route(effect.stanza, effect.isKept);
    const { post, places } = effect;
    const appended = ids.get(post);
    if (!appended) return;
    const { id, isRepeated, kept } = appended;
    const stamped = appendChild(post.stanza, stanzaId(this.#room.jid.bare, toText(id)));
    // A client that sends it once more has not seen it come back; a node that does so cannot know.
    if (isRepeated)
      return post.place && outlet.tell(this.#room, [post.place], stamped, { last, id: post.isAgain ? id : undefined });
    this.#last = Math.max(this.#last, id);
    this.#remember(id, post, kept);
    outlet.tell(this.#room, places, stamped, { last: this.#last, id, after: last });
    outlet.said(this.#room, stamped, post.author);
  }

  #remember(id: number, post: Post, kept: NewRoomMessage | undefined): void {
    let { history } = this.#room;
    if (kept?.replaces) history = history.filter(({ id: other }) => other !== kept.replaces?.id);
    const most = this.#room.config.historyLength;
    if (!post.isSubject) history = most > 0 ? [...history, { id, stanza: post.stanza }].slice(-most) : [];
    const subject = post.isSubject ? { stanza: post.stanza, at: timeOf(id) } : this.#room.subject;
    this.#room = { ...this.#room, history, subject };
  }

  async #toStored(post: Post): Promise<NewRoomMessage> {
    const { stanza, author, origin, isSubject } = post;
    const from = stanza.attr("from") ?? "";
    return {
      xml: written(stanza),
      author,
      nick: from.slice(from.indexOf("/") + 1),
      origin,
      isSubject,
      replaces: await this.#replacement(post),
    };
  }

  /** XEP-0424 §5: what an author takes back is their own. */
  async #replacement({ retracts, author }: Post): Promise<NewRoomMessage["replaces"]> {
    if (!retracts) return undefined;
    const older = await this.#find(retracts.id);
    if (!older || (retracts.isByAuthor && older.author !== author)) return undefined;
    return { id: retracts.id, xml: written(tombstoneOf(older.stanza, retracts.tombstone)) };
  }

  #find(id: number) {
    const { rooms, tenure } = this.#parts;
    return findMessage(rooms, tenure.room, id);
  }

  #failed(error: unknown, request: Request | undefined): Verdict {
    const { log } = this.#parts;
    // What the store knows no name for it would not take the next time either.
    if (!(error instanceof StoreError)) return this.#misunderstood(error, request);
    if (error.code === "full") {
      if (request) this.#refuse(request, new StanzaError("resource-constraint", undefined, { type: "wait" }));
      return "done";
    }
    log.warn({ err: error, room: this.#room.jid.bare }, "a room could not be written to");
    // Somebody else has it, or what is kept is not known: whoever takes it next reads it anew.
    this.close();
    return "again";
  }

  #misunderstood(error: unknown, request: Request | undefined): Verdict {
    this.#parts.log.error({ err: error, room: this.#room.jid.bare }, "a room did not understand a stanza");
    if (request) this.#refuse(request, new StanzaError("internal-server-error", undefined, { type: "wait" }));
    return "done";
  }

  #refuse(request: Request, error: StanzaError): void {
    for (const effect of refused(this.#room, request, error).effects) this.#follow(effect);
  }
}
