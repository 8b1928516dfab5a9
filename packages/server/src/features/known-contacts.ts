import { type Element, NS } from "@yonder/protocol";
import type { Awaitable, Host } from "./feature.ts";

/** Who sees whom: `from`: the contact sees the user's presence, `to`: the user sees the contact's. */
export type Relation = "to" | "from" | "both";

/** A user's subscribed contacts, by bare JID. */
export type Contacts = ReadonlyMap<string, Relation>;

/** The subscriptions of the users who are logged in here, so that a presence broadcast asks no store. Kept current by roster pushes. */
export class KnownContacts {
  readonly #host: Host;
  readonly #users = new Map<string, Awaitable<Map<string, Relation>>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Loads them the first time. Rejects when the store does; the next call tries again. */
  of(user: string, ownerId: number): Awaitable<Contacts> {
    const known = this.#users.get(user);
    if (known) return known;
    const loading = this.#load(ownerId);
    this.#users.set(user, loading);
    loading.then(
      (contacts) => this.#users.get(user) === loading && this.#users.set(user, contacts),
      () => this.#users.get(user) === loading && this.#users.delete(user),
    );
    return loading;
  }

  /** Takes a roster push. One that comes while the roster is being loaded applies to what was loaded. */
  changed(user: string, push: Element): void {
    const known = this.#users.get(user);
    const item = push.child("item");
    if (!known || !item) return;
    if (!(known instanceof Promise)) return apply(known, item);
    // A failed load is reported where it was asked for, and forgotten here.
    known.then((contacts) => apply(contacts, item)).catch(() => this.#users.delete(user));
  }

  forget(user: string): void {
    this.#users.delete(user);
  }

  /** There is no such account any more: it is nobody's contact. */
  lose(contact: string): void {
    for (const [user, known] of this.#users)
      if (known instanceof Promise) this.#users.delete(user);
      else known.delete(contact);
  }

  /** What has changed was perhaps not told. */
  forgetAll(): void {
    this.#users.clear();
  }

  async #load(ownerId: number): Promise<Map<string, Relation>> {
    const { items } = await this.#host.store.roster.load(ownerId);
    const contacts = new Map<string, Relation>();
    for (const { contact, subscription } of items) if (subscription !== "none") contacts.set(contact, subscription);
    return contacts;
  }
}

function apply(contacts: Map<string, Relation>, item: Element): void {
  const contact = item.attr("jid");
  const subscription = item.attr("subscription");
  if (contact === undefined) return;
  if (subscription === "to" || subscription === "from" || subscription === "both") contacts.set(contact, subscription);
  else contacts.delete(contact);
}

/** Whether an element is a roster push. */
export function isRosterPush(signal: Element): boolean {
  return signal.is("query", NS.roster);
}
