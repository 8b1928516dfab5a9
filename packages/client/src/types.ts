import type { DevicesApi } from "./devices/types.ts";
import type { FilesApi } from "./files/types.ts";
import type { GroupInvitation, GroupNotify, GroupsApi } from "./groups/types.ts";
import type { SavedAccess } from "./keyring.ts";
import type { LinksApi } from "./links/types.ts";
import type { PeopleApi } from "./people/types.ts";
import type { PastApi, SearchResults } from "./search/types.ts";
import type { WorkingsApi } from "./workings/types.ts";

/** An instant message as the app shows it. Values are immutable: a change is a new object with the same `key`. */
export interface Message {
  /** Stable for lists on screen: the origin-id of our own messages, else the archive id, else sender and id. */
  readonly key: string;
  /** The stanza's id. */
  readonly id: string;
  /** The sender's own id of it, where that is another one (XEP-0359 origin-id). */
  readonly originId?: string;
  /** The id in our own archive (XEP-0359 stanza-id by our own bare address). */
  readonly archiveId?: string;
  /** Bare address of the other side. */
  readonly peer: string;
  readonly isOwn: boolean;
  /** Text as the sender wrote it: never markup to be interpreted. */
  readonly body: string;
  /** Its place in the conversation, rising to the newest; infinite while it waits to be sent. */
  readonly place: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Own messages: how far it came. Others' messages are always "reached". */
  readonly state: MessageState;
  /** Own and stored: none of their devices is here at present. */
  readonly isKept?: boolean;
  /** Own and failed: the reason, an RFC 6120 condition or the server's own text. */
  readonly error?: string;
  /** In a group: who wrote it. */
  readonly author?: Author;
  /** `body` is the newest text, not the first one (XEP-0308). */
  readonly isEdited?: boolean;
  /** A tombstone (XEP-0424, XEP-0425): `body` is empty. */
  readonly isRemoved?: boolean;
  /** Those that most people gave come first (XEP-0444). */
  readonly reactions?: readonly Reaction[];
  /** What it answers (XEP-0461). */
  readonly reply?: Reply;
  /** One file (XEP-0447, XEP-0066). */
  readonly file?: SharedFile;
  /** What its sender says of a link in it: a description of XEP-0511, as text. */
  readonly link?: string;
  /** In a group: it names us. */
  readonly isMention?: boolean;
  /** The server says who they are: a guest who has an address now, or was one. */
  readonly moved?: Moved;
}

/** One of both: the address from now on, or the one of before. */
export interface Moved {
  readonly to?: string;
  readonly from?: string;
}

export interface Author {
  /** The nickname in the group. */
  readonly name: string;
  /** The same for one person as long as the group lasts (XEP-0421). */
  readonly id: string;
  /** Bare address, where the group shows it. */
  readonly address?: string;
}

export interface Reaction {
  readonly emoji: string;
  /** Whose: bare addresses, ours among them; in a group nicknames, and our own address. */
  readonly from: readonly string[];
  readonly isOwn: boolean;
}

export interface Reply {
  /** By which the message is meant: `isMeantBy` finds it. */
  readonly id: string;
  /** Who wrote that message: a bare address, in a group a nickname; "" when nobody knows. */
  readonly author: string;
  /** The beginning of its text; as the answering one quotes it where we do not have the message. */
  readonly body: string;
  /** Its key, when we have it. */
  readonly key?: string;
}

export interface SharedFile {
  /** "" while it is not up. */
  readonly url: string;
  readonly name: string;
  /** Bytes. */
  readonly size?: number;
  /** Media type. */
  readonly type?: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Seconds. */
  readonly duration?: number;
  /** Loudness over time, each from 0 to 1. */
  readonly waveform?: readonly number[];
  /** SHA-256, base64. */
  readonly hash?: string;
  /** A picture of a few bytes that stands for it while it is loaded: a data URI. */
  readonly preview?: string;
  /** Own and on its way: from 0 to 1. */
  readonly progress?: number;
}

/** A file that is attached and not sent yet. */
export interface Attachment {
  readonly key: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Media type, as far as it is known. */
  readonly type: string;
}

export type MessageState = "waiting" | "stored" | "reached" | "read" | "failed";

export interface Contact {
  readonly address: string;
  /** The name we gave them; the address's local part when there is none. */
  readonly name: string;
  readonly subscription: "none" | "to" | "from" | "both";
  /** We asked to see them and they have not answered yet. */
  readonly isPendingOut: boolean;
  readonly presence: PresenceState;
  readonly status?: string;
}

export type PresenceState = "here" | "away" | "gone";

export interface Conversation {
  readonly peer: string;
  readonly kind: ConversationKind;
  readonly last?: Message;
  readonly unread: number;
  /** In a group: how many of the unread name us. */
  readonly mentions: number;
  /** The group's name; what a guest wants to be called. */
  readonly name?: string;
  /** In a group: of which messages we want to be told. */
  readonly notify?: GroupNotify;
  readonly draft: string;
  /** What is to go with it, and is not sent yet. */
  readonly attached?: readonly Attachment[];
  readonly isTyping: boolean;
  /** Key of the newest message that we have read: the unread line stands below it. */
  readonly readUpTo?: string;
  /** They are not among our contacts and we never wrote to them: show it as a request. */
  readonly isStranger: boolean;
  /** They have no account: `name` is what they say. */
  readonly isGuest?: boolean;
  /** Nothing tells of it. */
  readonly isMuted: boolean;
  /** To be read again. */
  readonly isMarked: boolean;
  /** Put away until something new comes. */
  readonly isArchived: boolean;
  /** It stands on top, by this rank. */
  readonly pinned?: number;
}

export type ConversationKind = "direct" | "group";

export type RefusalReason = "credentials" | "conflict" | "policy" | "removed";

export type ConnectionState =
  | { readonly kind: "signed-out" }
  | { readonly kind: "connecting" }
  /** `sent`: messages written while offline that have gone out now. */
  | { readonly kind: "online"; readonly resumed: boolean; readonly sent: number }
  /** `retryAt`: milliseconds since 1970. */
  | { readonly kind: "waiting"; readonly retryAt: number }
  /** Will not be tried again by itself. */
  | { readonly kind: "refused"; readonly reason: RefusalReason };

export interface Events {
  connection: ConnectionState;
  contacts: readonly Contact[];
  /** Addresses that ask to see us. */
  requests: readonly string[];
  /** The group at this address is new, changed or gone: read it again. */
  group: string;
  /** Groups that we are asked into. */
  invitations: readonly GroupInvitation[];
  /** What is known of people changed: read it again. */
  people: undefined;
  /** A conversation is new or changed. */
  conversation: Conversation;
  /** A message is new or changed. */
  message: Message;
  /** The loaded window of this peer's conversation changed as a whole: read `history(peer)` again. */
  history: string;
  /** More is known of what a search finds. */
  found: { readonly id: string; readonly results: SearchResults };
  /** A new message that came just now and is not ours: notify. Also reported as `message`, before. */
  incoming: Message;
  /** Everything stored here is gone: signed out. */
  cleared: undefined;
}

export interface SendOptions {
  /** Key of the message that this one answers. */
  readonly reply?: string;
  /** One that is up already is passed on. */
  readonly file?: SharedFile;
  /** What is said of a link in it: `describeLink` makes it. */
  readonly link?: string | undefined;
}

/** What the app sees of the engine; `Engine` is the real one. */
export interface EngineApi {
  /** @returns a function that ends the listening */
  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void;
  /**
   * Resolves when online. Rejects with SignInError; afterwards the state is "signed-out" when nothing was reached, else "refused".
   * `remember`: a token is kept beyond this tab, never the password. `secret`: the password, or what another way in has brought.
   */
  signIn(address: string, secret: string | SavedAccess, options?: { readonly remember?: boolean }): Promise<void>;
  /** Somebody is about to sign in: the way to the server is opened meanwhile. */
  prepare(): void;
  /**
   * After a reload: shows what is stored and connects in the background.
   * @returns false when nobody is signed in here; resolves before the connection is up
   */
  resumeSaved(): Promise<boolean>;
  /** Ends the session and deletes all that is stored. */
  signOut(): Promise<void>;
  /** XEP-0445 and XEP-0077: makes an account and signs in to it. Rejects with RegistrationError. @returns the address */
  register(token: string | undefined, username: string, password: string): Promise<string>;
  /** Asks where the server is. @returns the domain that it serves, which need not be the page's host */
  discover(): Promise<string>;
  /** Of several tabs that show the account, this is the one that tells the user of what comes. */
  readonly leads: boolean;
  /** Our own bare address; "" when signed out. */
  readonly address: string;
  /** The domain of our address; signed out, the server's, as far as it is known. */
  readonly domain: string;
  readonly connection: ConnectionState;
  /** Sorted by name. */
  readonly contacts: readonly Contact[];
  readonly requests: readonly string[];
  /** Newest first. */
  readonly conversations: readonly Conversation[];

  readonly groups: GroupsApi;
  readonly files: FilesApi;
  readonly people: PeopleApi;
  readonly past: PastApi;
  readonly devices: DevicesApi;
  readonly workings: WorkingsApi;
  readonly links: LinksApi;

  addContact(address: string, name?: string): Promise<void>;
  acceptRequest(address: string): Promise<void>;
  declineRequest(address: string): Promise<void>;
  removeContact(address: string): Promise<void>;
  renameContact(address: string, name: string): Promise<void>;

  /** The loaded window, oldest first. Empty until `openConversation` has loaded it. */
  history(peer: string): readonly Message[];
  /** Loads an older page, from this device or the server's archive. @returns whether more may exist */
  loadOlder(peer: string): Promise<boolean>;
  /** Loads the newest window (then reports `history`) and makes a conversation for a peer that has none. Resolves when loaded. */
  openConversation(peer: string): Promise<void>;

  /** Takes the message at once, in state "waiting"; it is kept on this device until the server has it. */
  send(peer: string, body: string, options?: SendOptions): Message;
  /** Writes an own message anew (XEP-0308). Without effect on what has no text, was removed or failed. */
  edit(key: string, body: string): void;
  /** Takes an own message back for all (XEP-0424); one that failed is forgotten. */
  remove(key: string): void;
  /** Adds our reaction to a message, or takes it back (XEP-0444). */
  react(key: string, emoji: string): void;
  /** Sends a failed message again. */
  retry(key: string): void;
  /** Forgets a failed message. */
  discard(key: string): void;
  setDraft(peer: string, text: string): void;
  /** Call on every change of the text; pauses are noticed here. */
  setTyping(peer: string, isTyping: boolean): void;
  /** The user has seen this conversation to its end. Without effect while not visible. */
  markRead(peer: string): void;
  /** Is the page in front of the user? */
  setVisible(isVisible: boolean): void;
  /** Try now, without waiting for the next attempt. */
  reconnectNow(): void;
}
