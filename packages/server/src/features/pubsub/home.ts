import type { DataForm, Element, Jid } from "@yonder/protocol";
import type { NodeConfig, NodeSubscription, Place, PubsubNode } from "../../store/pubsub.ts";
import type { Awaitable } from "../feature.ts";

/** Who asks for something. */
export interface Asker {
  readonly jid: Jid;
  readonly isAdmin: boolean;
}

/** What somebody is to the one whose nodes these are. */
export interface Relation {
  readonly seesPresence: boolean;
  /** In which they stand in the owner's roster. */
  readonly groups: readonly string[];
}

/** How much there may be. */
export interface Bounds {
  /** Nodes of all, and those that the asker has made. */
  readonly nodes: number;
  readonly nodesOfOne: number;
  /** Bytes of all items, and of those of one node. */
  readonly bytes: number;
  readonly bytesOfNode: number;
}

/** Whose nodes these are, and by what rules: an account (XEP-0163), or a service. */
export interface Home {
  readonly place: Place;
  /** Where its notifications come from. */
  readonly jid: string;
  readonly defaults: NodeConfig;
  /** May do everything at every node. */
  owns(asker: Asker): boolean;
  mayCreate(asker: Asker): boolean;
  boundsFor(asker: Asker): Bounds;
  /** Whether publishing to a node that is not there makes it. */
  readonly createsOnPublish: boolean;
  /** Whether those who do not see the owner's presence do not learn either what there is. */
  readonly isSecretive: boolean;
  relationOf(bare: string): Awaitable<Relation>;
  /** Tells those who are to know, by their subscriptions and by whatever else is the custom here. */
  tell(notice: Notice): Promise<void>;
}

/** Something has happened at a node. */
export interface Notice {
  readonly node: PubsubNode;
  /** What is in `<event/>`. */
  readonly event: Element;
  /** Who did it, if it was somebody. */
  readonly publisher: Jid | undefined;
  readonly subscriptions: readonly NodeSubscription[];
}

/** A request to publish. */
export interface PublishRequest {
  readonly node: string;
  readonly items: readonly Element[];
  /** Preconditions (XEP-0060 §7.1.5). */
  readonly options: DataForm | undefined;
}
