import { fileSharing, serialize } from "@yonder/protocol";
import type { Context } from "../../context.ts";
import type { Conversations } from "../../conversations.ts";
import { placeAfter, timeAfter } from "../../message-order.ts";
import type { ParsedMessage } from "../../message-parser.ts";
import { meantIds, referenceTo } from "../../message-references.ts";
import type { Messages } from "../../messages.ts";
import type { Outbox } from "../../outbox.ts";
import { carriable } from "../../outgoing.ts";
import type { MeantId, QueuedContent, QueuedMessage, Storage } from "../../storage/storage.ts";
import type { Message } from "../../types.ts";
import type { AmendmentParts } from "../amendments.ts";
import { authorOf } from "./author.ts";
import { amendmentIn } from "./reading.ts";
import {
  type Amendment,
  amended,
  type Change,
  emptyRecord,
  recordKey,
  restored,
  type StoredAmendments,
  withAmendment,
  withoutAmendment,
  withPlace,
} from "./record.ts";

/** Records that are at hand, and that are kept on this device. */
const MAX_RECENT = 2_000;
const KEPT = 5_000;
/** Changes of ours that the server has and may still refuse. */
const MAX_SENT = 50;

/** What changes messages after they were written: kept apart from them, since it may come first. */
export class Amending {
  readonly #context: Context;
  readonly #storage: Storage;
  readonly #messages: Messages;
  readonly #conversations: Conversations;
  readonly #outbox: () => Outbox;
  /** Undefined: there is none. */
  readonly #records = new Map<string, StoredAmendments | undefined>();
  readonly #sent = new Map<string, QueuedMessage>();
  #changing: Promise<void> = Promise.resolve();
  /** How many changes are not done yet. */
  #waiting = 0;

  constructor(context: Context, storage: Storage, parts: AmendmentParts) {
    this.#context = context;
    this.#storage = storage;
    this.#messages = parts.messages;
    this.#conversations = parts.conversations;
    this.#outbox = parts.outbox;
    void this.#trim().catch((cause: unknown) => context.log("changes could not be removed", cause));
  }

  clear(): void {
    this.#records.clear();
    this.#sent.clear();
  }

  /** Keeps those that changed last. */
  async #trim(): Promise<void> {
    await this.#context.journal.flush();
    while (await this.#storage.trimAmendments(KEPT));
  }

  /** Makes sure that what is stored about the messages that are meant by these ids is at hand. */
  async load(ids: readonly MeantId[]): Promise<void> {
    const keys = ids.map(({ peer, id }) => recordKey(peer, id)).filter((key) => !this.#records.has(key));
    if (keys.length === 0) return;
    await this.#context.journal.flush();
    for (const record of await this.#storage.amendments(keys))
      if (!this.#records.has(record.key)) this.#remember(record.key, record);
    for (const key of keys) if (!this.#records.has(key)) this.#remember(key, undefined);
  }

  /** The ids, and where they are those of corrections those of the corrected messages too. */
  resolved(ids: readonly MeantId[]): readonly MeantId[] {
    return ids.flatMap(({ peer, id }) => {
      const of = this.#resolved(peer, id);
      return of === id
        ? [{ peer, id }]
        : [
            { peer, id },
            { peer, id: of },
          ];
    });
  }

  /** The message that is meant, if we have it: by its own id, or by that of a correction. */
  meant(peer: string, id: string): Message | undefined {
    return this.#messages.meant(peer, id) ?? this.#messages.meant(peer, this.#resolved(peer, id));
  }

  /** Takes note of what a message changes, `load`ed before, and changes that when it is known. */
  take(parsed: ParsedMessage, place: number): void {
    const amendment = amendmentIn(parsed, place, { address: this.#context.address, messages: this.#messages });
    if (amendment) this.#take(amendment);
  }

  #take(amendment: Amendment): void {
    const { peer, by, change, id } = amendment;
    const message = this.meant(peer, amendment.of);
    // Where it is known, it is found again under the id that does not change.
    const record = this.#recordOf(peer, message ? mainId(message) : amendment.of);
    const next = withAmendment(record, amendment);
    if (next === record) return;
    this.#put(next);
    if (!message) return;
    if (change.kind === "text" && authorOf(message, this.#context.address) === by) this.#alias(message, id);
    const changed = this.apply(message);
    if (changed !== message) this.#messages.put(changed);
  }

  /** The message as it is amended by all that came before it. */
  apply(message: Message): Message {
    let result = message;
    for (const id of meantIds(message)) {
      const record = this.#records.get(recordKey(message.peer, id));
      if (record) result = amended(result, record, authorOf(message, this.#context.address), this.#context.address);
    }
    return result;
  }

  /** XEP-0308. Without effect where nothing is changed. */
  edit(key: string, text: string): void {
    const body = carriable(text);
    this.#change(key, true, ({ isOwn, body: former, reply, file }, replaces) => {
      if (!isOwn || !former || former === body || body.trim() === "") return undefined;
      const rest = { ...(reply && { reply }), ...(file && { file, told: serialize(fileSharing(file)) }) };
      return { content: { kind: "text", body, replaces, ...rest }, change: { kind: "text", body } };
    });
  }

  /** XEP-0424 */
  remove(key: string): void {
    this.#change(key, false, ({ isOwn }, of) =>
      isOwn ? { content: { kind: "retraction", of }, change: { kind: "removal" } } : undefined,
    );
  }

  /** XEP-0444: a stanza says all that we feel. */
  react(key: string, emoji: string): void {
    this.#change(key, false, (message, of) => {
      const own = ownReactions(message);
      const emojis = own.includes(emoji) ? own.filter((each) => each !== emoji) : [...own, emoji];
      return { content: { kind: "reactions", of, emojis }, change: { kind: "reactions", emojis } };
    });
  }

  /** Changes a message that is there still: that leaves before what is said later, and shows once all that is known of it is at hand. */
  #change(key: string, isCorrection: boolean, decide: Decide): void {
    const found = this.#messages.find(key);
    if (!found) return;
    // Earlier changes may decide about this one.
    const early = this.#waiting === 0 ? [this.#enqueue(key, isCorrection, decide)] : [];
    this.#whenLoaded(found, () => {
      const [amendment] = early.length > 0 ? early : [this.#enqueue(key, isCorrection, decide)];
      if (amendment) this.#take(amendment);
    });
  }

  #enqueue(key: string, isCorrection: boolean, decide: Decide): Amendment | undefined {
    const message = this.#messages.find(key);
    if (!message || message.isRemoved || message.state === "failed") return undefined;
    const { peer } = message;
    const id = referenceTo(message, this.#conversations.get(peer).kind === "group", isCorrection);
    const decision = id === undefined ? undefined : decide(message, id);
    if (!decision) return undefined;
    const { content, change } = decision;
    const entry = this.#outbox().change(message, content);
    if (entry)
      return {
        ...this.#own(message, change),
        id: entry.key,
        place: Number.POSITIVE_INFINITY,
        by: this.#context.address,
      };
    // No server takes it: the words stand there as a message that could not be sent.
    if (content.kind === "text") this.#outbox().add(peer, content.body, content.reply);
    return undefined;
  }

  /** The server has a change of ours: what others change from now on counts more. */
  accepted(entry: QueuedMessage): void {
    const { before, key, at } = entry;
    if (!before) return;
    this.#sent.set(key, entry);
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= MAX_SENT) break;
      this.#sent.delete(oldest);
    }
    const place = placeAfter(this.#conversations.get(before.peer), at);
    this.#whenLoaded(before, (record) => this.#put(withPlace(record, key, place)));
  }

  /** Somebody refused a change of ours: the message is as it was (XEP-0444 §3.3), and new words stand there as one that could not be sent. */
  refused(peer: string, id: string, error: string, entry = this.#sent.get(id)): void {
    const { before, content } = entry ?? {};
    if (!before || !content || before.peer !== peer) return;
    this.#sent.delete(id);
    this.#whenLoaded(before, (record) => this.#undo(record, before, id, content.kind));
    if (content.kind !== "text") return;
    const { body, reply } = content;
    const at = timeAfter(this.#conversations.get(peer), this.#context.clock.now());
    const words = { key: id, id, peer, isOwn: true, body, ...(reply && { reply }), state: "waiting" } as const;
    this.#messages.putFailed({ ...words, at, place: Number.POSITIVE_INFINITY }, error);
  }

  #undo(record: StoredAmendments, before: Message, id: string, kind: QueuedContent["kind"]): void {
    const { address } = this.#context;
    const emojis = ownReactions(before);
    const change: Change = kind === "reactions" ? { kind, emojis } : { kind: "text", body: before.body };
    const former = { ...this.#own(before, change), id: "", place: 0, by: address };
    const rest = withoutAmendment(record, address, id, kind === "retraction");
    const hasFormer = kind === "reactions" ? emojis.length > 0 : before.isEdited === true;
    this.#put(hasFormer ? withAmendment(rest, former) : rest);
    const now = this.#messages.find(before.key);
    if (now) this.#messages.put(this.apply(restored(now, before, kind)));
  }

  #own(message: Message, change: Change) {
    const { address } = this.#context;
    return { peer: message.peer, of: mainId(message), name: address, change };
  }

  /** One after the other, in the order in which they were wanted. */
  #whenLoaded(message: Message, action: (record: StoredAmendments) => void): void {
    const ids = meantIds(message).map((id) => ({ peer: message.peer, id }));
    const run = () => action(this.#recordOf(message.peer, mainId(message)));
    if (this.#waiting === 0 && ids.every(({ peer, id }) => this.#records.has(recordKey(peer, id)))) return run();
    this.#waiting += 1;
    this.#changing = this.#changing
      .then(() => this.load(ids))
      .catch((cause: unknown) => this.#context.log("storage could not be read", cause))
      .then(run)
      .catch((cause: unknown) => this.#context.log("a message could not be changed", cause))
      .then(() => {
        this.#waiting -= 1;
      });
  }

  #resolved(peer: string, id: string): string {
    return this.#records.get(recordKey(peer, id))?.correctionOf ?? id;
  }

  /** COMPAT: Some mean a message that was corrected by the id of its correction (XEP-0444 §4 wants that understood). */
  #alias(message: Message, id: string): void {
    const record = this.#recordOf(message.peer, id);
    const of = mainId(message);
    if (id !== "" && id !== of && record.correctionOf === undefined) this.#put({ ...record, correctionOf: of });
  }

  #recordOf(peer: string, id: string): StoredAmendments {
    return this.#records.get(recordKey(peer, id)) ?? emptyRecord(peer, id);
  }

  #put(record: StoredAmendments): void {
    const next = { ...record, at: this.#context.clock.now() };
    this.#remember(next.key, next);
    this.#context.journal.put({ amendments: [next] });
  }

  #remember(key: string, record: StoredAmendments | undefined): void {
    this.#records.delete(key);
    this.#records.set(key, record);
    for (const oldest of this.#records.keys()) {
      if (this.#records.size <= MAX_RECENT) break;
      this.#records.delete(oldest);
    }
  }
}

interface Decision {
  readonly content: QueuedContent;
  readonly change: Change;
}

/** What is to be done with a message that is meant by this id. */
type Decide = (message: Message, id: string) => Decision | undefined;

function ownReactions({ reactions = [] }: Message): readonly string[] {
  return reactions.flatMap(({ emoji, isOwn }) => (isOwn ? [emoji] : []));
}

/** The id under which its changes are kept: in a group nobody else can choose the same. */
function mainId({ author, archiveId, id, key }: Message): string {
  return (author && archiveId) || id || key;
}
