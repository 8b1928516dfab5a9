import { type Element, NS, xml } from "@yonder/protocol";
import { bareOf, localOf } from "./address.ts";
import { ConnectionLost } from "./connection.ts";
import type { Context } from "./context.ts";
import { Presences } from "./presences.ts";
import type { StoredRoster, StoredRosterItem } from "./storage/storage.ts";
import type { Contact } from "./types.ts";

const MAX_REQUESTS = 200;

/** Our contacts, whether they are here, and who asks to become one (RFC 6121 §2–4). */
export class Roster {
  readonly presences = new Presences();
  /** Our contacts are what the server has. */
  isFetched = false;
  isFetching = false;
  readonly #context: Context;
  /** A contact came, went or changed. */
  readonly #onChanged: (address: string) => void;
  readonly #items = new Map<string, StoredRosterItem>();
  readonly #requests = new Set<string>();
  #version = "";
  #isAnnouncing = false;

  constructor(context: Context, onChanged: (address: string) => void) {
    this.#context = context;
    this.#onChanged = onChanged;
  }

  restore(stored: StoredRoster | undefined): void {
    this.#version = stored?.version ?? "";
    for (const item of stored?.items ?? []) this.#items.set(item.address, item);
  }

  clear(): void {
    this.#items.clear();
    this.#requests.clear();
    this.presences.clear();
    this.#version = "";
    this.isFetched = false;
  }

  get contacts(): readonly Contact[] {
    const items = [...this.#items.values()].filter(isShown);
    return items.map((item) => this.#view(item)).sort((a, b) => a.name.localeCompare(b.name));
  }

  get requests(): readonly string[] {
    return [...this.#requests];
  }

  isContact(address: string): boolean {
    const item = this.#items.get(address);
    return item !== undefined && isShown(item);
  }

  /** May they know when we are here? */
  seesUs(address: string): boolean {
    const subscription = this.#items.get(address)?.subscription;
    return subscription === "from" || subscription === "both";
  }

  isHere(address: string): boolean {
    return this.presences.get(address).state !== "gone";
  }

  /** Asks for the contacts; an answer without them says that ours are current (RFC 6121 §2.6). */
  async fetch(): Promise<void> {
    this.isFetching = true;
    const answer = this.#context.request("get", xml("query", NS.roster, { ver: this.#version }));
    const result = await answer.finally(() => {
      this.isFetching = false;
    });
    this.isFetched = true;
    const query = result.child("query", NS.roster);
    if (!query) return;
    const before = [...this.#items.keys()];
    this.#items.clear();
    for (const item of query.elements().flatMap(readItem)) this.#items.set(item.address, item);
    this.#save(query.attr("ver"));
    this.presences.keep((address) => this.#items.has(address));
    for (const address of new Set([...before, ...this.#items.keys()])) this.#onChanged(address);
  }

  /** RFC 6121 §2.1.6: a push is believed from our own account alone. @returns whether it was one */
  push(iq: Element): boolean {
    const query = iq.child("query", NS.roster);
    const from = iq.attr("from");
    if (!query || iq.attr("type") !== "set" || (from !== undefined && from !== this.#context.address)) return false;
    for (const element of query.elements()) this.#changed(element);
    this.#save(query.attr("ver"));
    return true;
  }

  presence(stanza: Element): void {
    const from = bareOf(stanza.attr("from") ?? "");
    const type = stanza.attr("type");
    if (type === "subscribe") return this.#asked(from);
    if (type === "unsubscribe") return this.answered(from);
    if (type !== undefined && type !== "unavailable") return;
    // Presence may come before the list of contacts does; then only theirs is kept.
    if (this.isFetched && !this.#items.has(from)) return;
    this.presences.update(stanza);
    this.#announce();
  }

  restoreRequests(addresses: readonly string[]): void {
    for (const address of addresses) this.#requests.add(address);
  }

  /** A new session: who is here will be told again. */
  restart(): void {
    this.isFetched = false;
    this.presences.clear();
    this.#announce();
  }

  async add(address: string, name = ""): Promise<void> {
    await this.#set(address, name);
    this.#subscribe(address, "subscribe");
  }

  async rename(address: string, name: string): Promise<void> {
    await this.#set(address, name);
  }

  async remove(address: string): Promise<void> {
    await this.#context.request("set", rosterQuery({ jid: address, subscription: "remove" }));
  }

  /** They may see us, and we ask to see them. @throws ConnectionLost: they go on asking */
  accept(address: string): void {
    this.#answer(address, "subscribed");
    if (!this.#isAsked(address)) this.#subscribe(address, "subscribe");
  }

  /** @throws ConnectionLost: they go on asking */
  decline(address: string): void {
    this.#answer(address, "unsubscribed");
  }

  #answer(address: string, type: "subscribed" | "unsubscribed"): void {
    if (!this.#subscribe(address, type)) throw new ConnectionLost({});
    this.answered(address);
  }

  #asked(address: string): void {
    // Whom we asked ourselves may see us without being asked about.
    if (this.#isAsked(address)) return void this.#subscribe(address, "subscribed");
    if (this.#requests.size >= MAX_REQUESTS || this.#requests.has(address) || !address) return;
    this.#requests.add(address);
    this.#context.emit("requests", this.requests);
  }

  /** Nobody at this address waits for a yes any longer. */
  answered(address: string): void {
    if (this.#requests.delete(address)) this.#context.emit("requests", this.requests);
  }

  #isAsked(address: string): boolean {
    const item = this.#items.get(address);
    return item?.isPendingOut === true || item?.subscription === "to" || item?.subscription === "both";
  }

  async #set(address: string, name: string): Promise<void> {
    const groups = this.#items.get(address)?.groups ?? [];
    const children = groups.map((group) => xml("group", NS.roster, null, group));
    await this.#context.request("set", rosterQuery({ jid: address, name: name || undefined }, children));
  }

  #subscribe(to: string, type: "subscribe" | "subscribed" | "unsubscribed"): boolean {
    return this.#context.send(xml("presence", NS.client, { to, type }));
  }

  #changed(element: Element): void {
    const address = element.attr("jid") ?? "";
    this.#items.delete(address);
    for (const item of readItem(element)) this.#items.set(item.address, item);
    if (!this.#items.has(address)) this.presences.forget(address);
    if (this.seesUs(address)) this.answered(address);
    this.#onChanged(address);
  }

  #save(version: string | undefined): void {
    this.#version = version ?? this.#version;
    this.#context.journal.put({ roster: { version: this.#version, items: [...this.#items.values()] } });
    this.#announce();
  }

  /** Once a turn, however many presences it brings. */
  #announce(): void {
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    queueMicrotask(() => {
      this.#isAnnouncing = false;
      this.#context.emit("contacts", this.contacts);
    });
  }

  #view({ address, name, subscription, isPendingOut }: StoredRosterItem): Contact {
    const { state, status } = this.presences.get(address);
    return {
      address,
      name: name || localOf(address),
      subscription,
      isPendingOut,
      presence: state,
      ...(status && { status }),
    };
  }
}

function rosterQuery(
  attributes: { jid: string; name?: string | undefined; subscription?: string },
  children: readonly Element[] = [],
): Element {
  return xml("query", NS.roster, null, xml("item", NS.roster, attributes, ...children));
}

function readItem(item: Element): StoredRosterItem[] {
  const address = item.attr("jid");
  const subscription = item.attr("subscription") ?? "none";
  if (!address || !item.is("item", NS.roster) || !isSubscription(subscription)) return [];
  const groups = item.elements().flatMap((child) => (child.name === "group" ? [child.text] : []));
  return [
    { address, name: item.attr("name") ?? "", subscription, isPendingOut: item.attr("ask") === "subscribe", groups },
  ];
}

function isSubscription(text: string): text is StoredRosterItem["subscription"] {
  return text === "none" || text === "to" || text === "from" || text === "both";
}

/** RFC 6121 §3.1.3: somebody whose request we only answered is no contact of ours unless we see them or named them. */
function isShown({ subscription, isPendingOut, name }: StoredRosterItem): boolean {
  return subscription !== "none" || isPendingOut || name !== "";
}
