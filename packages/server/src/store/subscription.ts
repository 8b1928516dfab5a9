/** Presence subscriptions as a pure state machine: RFC 6121 §2.3–2.5, §3 and Appendix A. */

export type Subscription = "none" | "to" | "from" | "both";
export type SubscriptionType = "subscribe" | "subscribed" | "unsubscribe" | "unsubscribed";

/** What an owner's store holds of one contact. */
export interface RosterItem {
  /** Bare address. */
  readonly contact: string;
  /** In the roster as clients see it. False for a contact that merely asked (RFC 6121 §3.1.3). */
  readonly isListed: boolean;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  readonly subscription: Subscription;
  /** ask='subscribe': the owner asked and was not answered ("Pending Out"). */
  readonly isPendingOut: boolean;
  /** approved='true': a request of the contact is granted in advance (§3.4). */
  readonly isApproved: boolean;
  /** The contact's request, as the presence stanza to deliver until it is answered ("Pending In"). */
  readonly request: string | undefined;
}

export type RosterChange =
  /** The owner's roster set (§2.3, §2.4). */
  | { readonly kind: "set"; readonly name?: string | undefined; readonly groups: readonly string[] }
  /** The owner's roster remove (§2.5). */
  | { readonly kind: "remove" }
  /** The owner sends this to the contact. */
  | { readonly kind: "outbound"; readonly type: SubscriptionType }
  /** The contact sent this to the owner; `xml` is the stanza, kept when it is a request. */
  | { readonly kind: "inbound"; readonly type: SubscriptionType; readonly xml: string };

/** What becomes of the item, and what is to be done about it, in the order of the fields. */
export interface RosterDecision {
  /** "not-found": a remove of what is not listed (answer item-not-found). "unchanged": nothing is stored. */
  readonly kind: "changed" | "unchanged" | "not-found";
  /** The item from now on; undefined when nothing is left of it. */
  readonly item: RosterItem | undefined;
  /** Outbound: send the stanza on to the contact. Inbound: deliver it to the owner's interested resources. */
  readonly isForwarded: boolean;
  /** Push the item to the owner's interested resources; one without item, or no longer listed, as removed. */
  readonly isPushed: boolean;
  /** Subscription stanzas to send to the contact in the owner's name. */
  readonly replies: readonly SubscriptionType[];
  /** Then send the contact the presence of the owner's available resources, or that they are unavailable. */
  readonly presence: "available" | "unavailable" | undefined;
}

/** Decides what a change does to an owner's item for `contact`; `item` is what is stored, if anything. */
export function decide(item: RosterItem | undefined, contact: string, change: RosterChange): RosterDecision {
  const current = item ?? blank(contact);
  switch (change.kind) {
    case "set":
      return changed({ ...current, isListed: true, name: change.name, groups: change.groups }, { isPushed: true });
    case "remove":
      return remove(current);
    case "outbound":
      return outbound[change.type](current);
    case "inbound":
      return inbound[change.type](current, change.xml);
  }
}

type Rule = (item: RosterItem) => RosterDecision;

/** RFC 6121 A.2: what the owner sends. */
const outbound: Record<SubscriptionType, Rule> = {
  subscribe(item) {
    if (hasTo(item) || item.isPendingOut) return unchanged(item, { isForwarded: true });
    return changed({ ...item, isListed: true, isPendingOut: true }, { isForwarded: true, isPushed: true });
  },
  unsubscribe(item) {
    if (!hasTo(item) && !item.isPendingOut) return unchanged(item, { isForwarded: true });
    return changed({ ...withoutTo(item), isPendingOut: false }, { isForwarded: true, isPushed: true });
  },
  subscribed(item) {
    if (item.request !== undefined) {
      const granted = { ...withFrom(item), isListed: true, request: undefined };
      return changed(granted, { isForwarded: true, isPushed: true, presence: "available" });
    }
    if (hasFrom(item) || item.isApproved) return unchanged(item);
    // §3.4.1: granted before it was asked for
    return changed({ ...item, isListed: true, isApproved: true }, { isPushed: true });
  },
  unsubscribed(item) {
    if (hasFrom(item)) {
      const cancelled = { ...withoutFrom(item), isApproved: false };
      return changed(cancelled, { isForwarded: true, isPushed: true, presence: "unavailable" });
    }
    const denied = { ...item, request: undefined, isApproved: false };
    if (item.request !== undefined) return changed(denied, { isForwarded: true, isPushed: item.isApproved });
    return item.isApproved ? changed(denied, { isPushed: true }) : unchanged(item);
  },
};

/** RFC 6121 A.3: what the contact sends. */
const inbound: Record<SubscriptionType, (item: RosterItem, xml: string) => RosterDecision> = {
  subscribe(item, xml) {
    if (hasFrom(item)) return unchanged(item, { replies: ["subscribed"] });
    if (item.isApproved)
      return changed(withFrom(item), { isPushed: true, replies: ["subscribed"], presence: "available" });
    if (item.request !== undefined) return unchanged(item);
    return changed({ ...item, request: xml }, { isForwarded: true });
  },
  unsubscribe(item) {
    if (hasFrom(item))
      return changed(withoutFrom(item), { isForwarded: true, isPushed: true, presence: "unavailable" });
    if (item.request === undefined) return unchanged(item);
    return changed({ ...item, request: undefined }, { isForwarded: true });
  },
  subscribed(item) {
    if (!item.isPendingOut) return unchanged(item);
    return changed({ ...withTo(item), isPendingOut: false }, { isForwarded: true, isPushed: true });
  },
  unsubscribed(item) {
    if (!hasTo(item) && !item.isPendingOut) return unchanged(item);
    return changed({ ...withoutTo(item), isPendingOut: false }, { isForwarded: true, isPushed: true });
  },
};

/** RFC 6121 §2.5.2: removing ends both directions, and denies a request that waits. */
function remove(item: RosterItem): RosterDecision {
  if (!item.isListed) return { ...unchanged(item), kind: "not-found" };
  const replies: SubscriptionType[] = [];
  if (hasTo(item) || item.isPendingOut) replies.push("unsubscribe");
  if (hasFrom(item) || item.request !== undefined) replies.push("unsubscribed");
  return {
    ...nothing,
    kind: "changed",
    item: undefined,
    isPushed: true,
    replies,
    presence: hasFrom(item) ? "unavailable" : undefined,
  };
}

const nothing = { isForwarded: false, isPushed: false, replies: [], presence: undefined } as const;

function changed(item: RosterItem, effects: Partial<RosterDecision>): RosterDecision {
  const isKept = item.isListed || item.request !== undefined;
  return { ...nothing, ...effects, kind: "changed", item: isKept ? item : undefined };
}

function unchanged(item: RosterItem, effects: Partial<RosterDecision> = {}): RosterDecision {
  const isKept = item.isListed || item.request !== undefined;
  return { ...nothing, ...effects, kind: "unchanged", item: isKept ? item : undefined };
}

function blank(contact: string): RosterItem {
  const state = { isPendingOut: false, isApproved: false, request: undefined, subscription: "none" } as const;
  return { contact, isListed: false, name: undefined, groups: [], ...state };
}

const hasTo = (item: RosterItem) => item.subscription === "to" || item.subscription === "both";
const hasFrom = (item: RosterItem) => item.subscription === "from" || item.subscription === "both";
const withTo = (item: RosterItem) => withDirections(item, true, hasFrom(item));
const withFrom = (item: RosterItem) => withDirections(item, hasTo(item), true);
const withoutTo = (item: RosterItem) => withDirections(item, false, hasFrom(item));
const withoutFrom = (item: RosterItem) => withDirections(item, hasTo(item), false);

function withDirections(item: RosterItem, to: boolean, from: boolean): RosterItem {
  if (to !== from) return { ...item, subscription: to ? "to" : "from" };
  return { ...item, subscription: to ? "both" : "none" };
}
