import type { StoredAmendments } from "../amendments/later/record.ts";
import type { StoredCare } from "../care/types.ts";
import type { SavedKeys } from "../credentials.ts";
import type { Slot } from "../files/types.ts";
import type { StoredGroup } from "../groups/stored-group.ts";
import type { SavedAccess } from "../keyring.ts";
import type { Position } from "../message-order.ts";
import type { StoredPeople } from "../people/types.ts";
import type { Attachment, ConversationKind, Message, Reply, SharedFile } from "../types.ts";

/** What outlives a reload. Everything is plain data; an implementation keeps it as it stands. */
export interface Storage {
  /** All but the messages, in one go. */
  load(): Promise<StoredState>;
  /** What waits to be sent, in order. */
  queue(): Promise<readonly QueuedMessage[]>;
  /** Up to `limit` messages with this peer, the newest ones that stand before `before`; oldest first. */
  messages(peer: string, before: Message | undefined, limit: number): Promise<readonly Message[]>;
  /** The messages that exist under these keys, in any order. */
  find(keys: readonly string[]): Promise<readonly Message[]>;
  /** The messages with this peer that others mean by one of these ids, in any order. */
  findMeant(meant: readonly MeantId[]): Promise<readonly Message[]>;
  /** What exists under these keys, in any order. */
  amendments(keys: readonly string[]): Promise<readonly StoredAmendments[]>;
  /** All of it or nothing. */
  write(changes: StorageChanges): Promise<void>;
  /** The file that is kept under this key. */
  upload(key: string): Promise<Blob | undefined>;
  /** Keeps a file until it is up, or while it is attached: apart from `write`, which does not wait for it. */
  keepUpload(key: string, blob: Blob): Promise<void>;
  dropUpload(key: string): Promise<void>;
  /** Removes some of the oldest messages with this peer, until there are but `keep`. @returns whether it did: more may be left */
  trim(peer: string, keep: number): Promise<boolean>;
  /** The same with the amendments: those that changed last are kept. */
  trimAmendments(keep: number): Promise<boolean>;
  /** Deletes everything. The storage can be used again. */
  clear(): Promise<void>;
  close(): void;
}

/** Storage of which there are several, apart from each other. */
export interface SlotStorage extends Storage {
  /** From now on it is the one of this name. */
  use(name: string): void;
}

/** An id that a stanza names: the message's own one, or the one that a group gave it. */
export interface MeantId {
  readonly peer: string;
  readonly id: string;
}

export interface StoredState {
  readonly account?: StoredAccount;
  readonly conversations: readonly StoredConversation[];
  readonly roster?: StoredRoster;
  readonly people?: StoredPeople;
  readonly queue: readonly QueuedMessage[];
  /** Some changes to messages are stored. */
  readonly hasAmendments?: boolean;
  /** Id of the last archived message that was taken over, with all before it. */
  readonly position?: string;
}

export interface StoredAccount {
  readonly address: string;
  readonly isRemembered: boolean;
  /** Where the server was last found. */
  readonly websocket?: string;
  /** Only when remembered. */
  readonly access?: SavedAccess;
  /** As former versions kept them instead: exchanged for a token at the next login. */
  readonly keys?: SavedKeys;
}

export interface StoredConversation {
  readonly peer: string;
  /** "direct" where nothing is said. */
  readonly kind?: ConversationKind;
  /** What a guest of our server wants to be called (XEP-0172). */
  readonly nick?: string;
  /** Of a group: what it is, and what we are there. */
  readonly group?: StoredGroup;
  readonly care?: StoredCare;
  readonly last?: Message;
  /** The messages that we have not read, oldest first. */
  readonly unread: readonly UnreadMessage[];
  readonly draft: string;
  /** The files are kept as uploads are, under these keys. */
  readonly attached?: readonly Attachment[];
  /** Key of the newest message that we read. */
  readonly readUpTo?: string;
  /** All that stands up to here is read. */
  readonly readPosition?: Position;
  /** Place of the newest message that has an archive id. */
  readonly newestPlace?: number;
  /** Id of a message that another device of ours has shown and that has not come here yet. */
  readonly awaitedRead?: string;
  /** Id in a displayed marker that the server does not have yet. */
  readonly owedMarker?: string;
  /** They have read our messages up to here. */
  readonly theyReadUpTo?: Position;
  /** We wrote to them at least once. */
  readonly isAnswered: boolean;
  /** The archive has nothing older than what is stored here. */
  readonly isWhole: boolean;
}

export interface UnreadMessage extends Position {
  readonly key: string;
  /** By which a displayed marker names it. */
  readonly id: string;
  readonly isMention?: boolean;
}

export interface StoredRoster {
  readonly version: string;
  readonly items: readonly StoredRosterItem[];
}

export interface StoredRosterItem {
  readonly address: string;
  readonly name: string;
  readonly subscription: "none" | "to" | "from" | "both";
  readonly isPendingOut: boolean;
  /** Not shown; kept so that a new name does not remove them. */
  readonly groups: readonly string[];
}

/** What waits to be sent: the server has not acknowledged it yet. */
export interface QueuedMessage {
  /** The order of sending. */
  readonly order: number;
  /** The stanza's id; of a text also the message's key. */
  readonly key: string;
  readonly peer: string;
  readonly content: QueuedContent;
  readonly at: number;
  /** The tab that wrote it and does not send it itself. */
  readonly tab?: string;
  /** Where it changes an earlier message: that as it was, restored when the server refuses the change. */
  readonly before?: Message;
}

/** What a stanza of ours says. `replaces` and `of` are ids by which an earlier message is meant. */
export type QueuedContent =
  | {
      readonly kind: "text";
      readonly body: string;
      readonly reply?: Reply;
      readonly replaces?: string;
      readonly file?: SharedFile;
      /** Where the file is being put, if it can be gone on with. */
      readonly slot?: Slot;
      /** The file in the words of XEP-0447, once it is up. */
      readonly told?: string;
      /** What is said of a link in it, in the words of XEP-0511. */
      readonly link?: string;
    }
  | { readonly kind: "retraction"; readonly of: string }
  | { readonly kind: "reactions"; readonly of: string; readonly emojis: readonly string[] };

export interface StorageChanges {
  readonly account?: StoredAccount | null;
  readonly conversations?: readonly StoredConversation[];
  readonly removedConversations?: readonly string[];
  readonly messages?: readonly Message[];
  readonly removedMessages?: readonly string[];
  readonly amendments?: readonly StoredAmendments[];
  readonly roster?: StoredRoster;
  readonly people?: StoredPeople;
  readonly queue?: readonly QueuedMessage[];
  /** Keys of the messages that left the queue. */
  readonly dequeued?: readonly string[];
  readonly position?: string;
}
