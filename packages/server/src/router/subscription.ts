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
