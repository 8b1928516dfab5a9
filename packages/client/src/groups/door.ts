import { type Element, NS, xml } from "@yonder/protocol";
import { bareOf } from "../address.ts";
import type { Context } from "../context.ts";
import type { Conversations } from "../conversations.ts";
import type { Groups } from "./groups.ts";
import type { Group, GroupActions, GroupInvitation, GroupsApi } from "./types.ts";

/** Stanzas that are kept until groups are there. */
const MAX_KEPT = 5_000;

/** Groups cost nothing until there is one: knows what is theirs, and has the rest loaded for it. */
export class GroupsDoor implements GroupsApi {
  readonly #context: Context;
  readonly #conversations: Conversations;
  readonly #load: () => Promise<Groups>;
  #groups: Groups | undefined;
  #loading: Promise<Groups> | undefined;
  #kept: Element[] = [];

  constructor(context: Context, conversations: Conversations, load: () => Promise<Groups>) {
    this.#context = context;
    this.#conversations = conversations;
    this.#load = load;
  }

  get loaded(): Groups | undefined {
    return this.#groups;
  }

  get invitations(): readonly GroupInvitation[] {
    return this.#groups?.invitations ?? [];
  }

  get(group: string): Group | undefined {
    return this.#groups?.view(group);
  }

  seenBy(group: string, key: string): readonly string[] {
    return this.#groups?.seenBy(group, key) ?? [];
  }

  async actions(): Promise<GroupActions> {
    return (await this.open()).actions;
  }

  open(): Promise<Groups> {
    this.#loading ??= this.#load().then((groups) => {
      this.#groups = groups;
      for (const stanza of this.#kept) groups.stanza(stanza);
      this.#kept = [];
      if (this.#context.isOnline) groups.online();
      return groups;
    });
    this.#loading.catch(() => {
      this.#loading = undefined; // the next one who asks tries again
    });
    return this.#loading;
  }

  restore(): void {
    if ([...this.#conversations.records].some(({ group }) => group)) void this.#openQuietly();
  }

  clear(): void {
    this.#kept = [];
    this.#groups?.clear();
  }

  /** A new session: which groups are there (XEP-0402 §3.2)? */
  begin(): void {
    this.#groups?.restart();
    const items = xml("pubsub", NS.pubsub, null, xml("items", NS.pubsub, { node: NS.bookmarks }));
    // A server without bookmarks refuses; so does one on which there are none yet.
    this.#context.request("get", items).then(
      (result) => {
        const items = result.child("pubsub", NS.pubsub)?.child("items")?.elements();
        const isNeeded = items && (items.length > 0 || this.#groups || this.#loading);
        if (isNeeded) void this.#openQuietly().then((groups) => groups?.bookmarks(result));
      },
      () => {},
    );
  }

  online(): void {
    this.#groups?.online();
  }

  isGroup(address: string): boolean {
    const { group } = this.#conversations.get(address);
    return group !== undefined && group.invitation === undefined;
  }

  /** Whether what we say there is heard. */
  isOpen(address: string): boolean {
    return !this.isGroup(address) || this.#groups?.find(address)?.isOpen === true;
  }

  /** Whether the stanza is none of the others' business. */
  takes(stanza: Element): boolean {
    if (!this.#isTheirs(stanza)) return false;
    if (this.#groups) this.#groups.stanza(stanza);
    else if (this.#kept.length < MAX_KEPT) this.#kept.push(stanza);
    if (!this.#groups) void this.#openQuietly();
    return true;
  }

  /** Out of the archive, which has what came while nobody was here. */
  recall(stanza: Element): void {
    if (isInvitation(stanza)) this.takes(stanza);
  }

  #isTheirs(stanza: Element): boolean {
    const from = bareOf(stanza.attr("from") ?? this.#context.address);
    if (this.isGroup(from)) return true;
    if (stanza.name !== "message") return false;
    if (from === this.#context.address)
      return stanza.child("event", NS.pubsubEvent)?.child("items")?.attr("node") === NS.bookmarks;
    return stanza.attr("type") === "groupchat" || isInvitation(stanza);
  }

  #openQuietly(): Promise<Groups | undefined> {
    return this.open().catch((cause: unknown) => {
      this.#context.log("groups could not be loaded", cause);
      return undefined;
    });
  }
}

/** XEP-0249, XEP-0045 §7.8.2 */
function isInvitation(stanza: Element): boolean {
  return (
    stanza.child("x", NS.directInvitation) !== undefined || stanza.child("x", NS.mucUser)?.child("invite") !== undefined
  );
}
