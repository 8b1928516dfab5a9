/** Where nodes are: an account's own (XEP-0163), what an account keeps for itself, or a service's. */
export interface Place {
  readonly name: string;
  readonly kind: "account" | "private" | "service";
  /** Whose removal ends it. */
  readonly owner: number | undefined;
}

/** The nodes that an account shows to others. */
export function accountPlace(owner: number): Place {
  return { name: `account:${owner}`, kind: "account", owner };
}

/** What nobody but the account's owner reads or writes as it is: private XML (XEP-0049) and the vCard (XEP-0054). */
export function privatePlace(owner: number): Place {
  return { name: `private:${owner}`, kind: "private", owner };
}

export function servicePlace(domain: string): Place {
  return { name: domain, kind: "service", owner: undefined };
}

/** XEP-0060 §4.5 */
export type AccessModel = "open" | "presence" | "roster" | "authorize" | "whitelist";

/** XEP-0060 §16.4.4; a number where the form has text. */
export interface NodeConfig {
  readonly title: string;
  readonly description: string;
  /** What kind of payload: a namespace, by which it is checked. */
  readonly type: string;
  readonly accessModel: AccessModel;
  readonly rosterGroups: readonly string[];
  readonly publishModel: "publishers" | "subscribers" | "open";
  readonly persistsItems: boolean;
  readonly maxItems: number | "max";
  /** Seconds. */
  readonly itemExpire: number | "max";
  readonly maxPayloadSize: number;
  readonly whenFull: "retract-oldest" | "discard-oldest" | "reject";
  readonly sendsLastItem: "never" | "on_sub" | "on_sub_and_presence";
  readonly notifies: boolean;
  readonly deliversPayloads: boolean;
  readonly notifiesOfConfig: boolean;
  readonly notifiesOfDeletion: boolean;
  readonly notifiesOfRetraction: boolean;
  readonly notifiesOfSubscribers: boolean;
  readonly notificationType: "normal" | "headline";
  readonly takesSubscriptions: boolean;
}

export interface PubsubNode {
  readonly name: string;
  readonly config: NodeConfig;
  /** Bare JID. */
  readonly creator: string;
  readonly createdAt: Date;
  /** Rises with each change of its configuration. */
  readonly revision: number;
}

/** XEP-0060 §4.1, "none" left aside. */
export type Affiliation = "owner" | "publisher" | "publish-only" | "member" | "outcast";

export interface NodeAffiliation {
  readonly node: string;
  /** Bare. */
  readonly jid: string;
  readonly affiliation: Affiliation;
}

export interface NodeSubscription {
  readonly node: string;
  /** As it was subscribed: bare or full. */
  readonly jid: string;
  readonly state: "subscribed" | "pending";
}

/** A node as somebody sees it. */
export interface NodeView {
  readonly node: PubsubNode;
  readonly affiliation: Affiliation | undefined;
  /** Those of that bare JID. */
  readonly subscriptions: readonly NodeSubscription[];
}

export interface PubsubItem {
  readonly id: string;
  /** The payload; "" for none. */
  readonly xml: string;
  /** Full JID. */
  readonly publisher: string;
  readonly publishedAt: Date;
}

export interface Publication {
  /** Of the node, as it was when it was decided that this may be published. */
  readonly revision: number;
  readonly items: readonly Pick<PubsubItem, "id" | "xml" | "publisher">[];
  readonly maxItems: number;
  /** Refused when there is no room, instead of taking the place of the oldest ones. */
  readonly isRefusedWhenFull: boolean;
  /** Those published before are over. */
  readonly expired: Date | undefined;
  /** Bytes that all items of the place together may have, and those of the node. */
  readonly maxBytes: number;
  readonly maxNodeBytes?: number | undefined;
}

export type PublishResult =
  | { readonly kind: "published"; readonly retracted: readonly string[] }
  /** The node was changed meanwhile, or removed: look again. */
  | { readonly kind: "changed" }
  | { readonly kind: "node-full" };

/** Which items of a node; at most one of `ids`, `newest` and paging (XEP-0059). */
export interface ItemQuery {
  readonly ids?: readonly string[] | undefined;
  readonly newest?: number | undefined;
  readonly after?: string | undefined;
  /** "" for the last page. */
  readonly before?: string | undefined;
  readonly index?: number | undefined;
  readonly limit: number;
  readonly publishedAfter?: Date | undefined;
}

export interface ItemPage {
  /** Oldest first. */
  readonly items: readonly PubsubItem[];
  /** How many the node has, and where the first of these stands among them. */
  readonly count: number;
  readonly firstIndex: number;
}

export interface LastItem {
  readonly owner: number;
  readonly username: string;
  /** The node as the reader sees it. */
  readonly view: NodeView;
  readonly item: PubsubItem;
}

/** Publish-subscribe nodes with their items, affiliations and subscriptions (XEP-0060 §12.1). */
export interface Pubsub {
  find(place: Place, node: string, jid?: string): Promise<NodeView | undefined>;
  /** All, in order of their names. */
  list(place: Place): Promise<readonly PubsubNode[]>;
  /** Rejects with "conflict" when there is one, with "full" beyond `maxNodes`. `owner`: gets that affiliation. */
  create(place: Place, node: NewNode, maxNodes: number): Promise<PubsubNode>;
  /** Rejects with "not-found". */
  configure(place: Place, node: string, config: NodeConfig, maxItems: number): Promise<void>;
  /** With all it has. False when there is none. */
  remove(place: Place, node: string): Promise<boolean>;
  /** Rejects with "full" beyond the place's bytes, or the node's. */
  publish(place: Place, node: string, publication: Publication): Promise<PublishResult>;
  /** All of them, or none: rejects with "not-found". */
  retract(place: Place, node: string, ids: readonly string[]): Promise<void>;
  purge(place: Place, node: string): Promise<void>;
  /** Rejects with "not-found" when there is no item that paging starts from. */
  items(place: Place, node: string, query: ItemQuery): Promise<ItemPage>;
  /** The last item of each node that has one of these names, of these accounts' own; `reader`: a bare JID. */
  lastItems(usernames: readonly string[], nodes: readonly string[], reader: string): Promise<readonly LastItem[]>;
  affiliations(place: Place, node: string): Promise<readonly NodeAffiliation[]>;
  affiliationsOf(place: Place, jid: string): Promise<readonly NodeAffiliation[]>;
  /** "none" removes it. Rejects with "conflict" when no owner were left, "full" beyond `max`, "not-found" for the node. */
  affiliate(place: Place, node: string, jid: string, affiliation: Affiliation | "none", max: number): Promise<void>;
  subscriptions(place: Place, node: string): Promise<readonly NodeSubscription[]>;
  /** Those of a bare JID and its resources. */
  subscriptionsOf(place: Place, jid: string): Promise<readonly NodeSubscription[]>;
  /** Rejects with "full" beyond `max` of the node, "not-found" for the node. */
  subscribe(place: Place, subscription: NodeSubscription, max: number): Promise<void>;
  /** False when there was none. */
  unsubscribe(place: Place, node: string, jid: string): Promise<boolean>;
  /** A bare JID is nothing to other accounts' nodes any more, nor are its resources. */
  forgetPerson(jid: string): Promise<void>;
}

export interface NewNode {
  readonly name: string;
  readonly config: NodeConfig;
  readonly creator: string;
  /** Is affiliated as such. */
  readonly owner?: string | undefined;
  /** Nodes that the creator may have made here; beyond them it is "full" too. */
  readonly mostOfCreator?: number | undefined;
}
