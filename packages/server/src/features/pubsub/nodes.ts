import { type DataForm, dataForm, type Element, type Jid, StanzaError } from "@yonder/protocol";
import type { NodeConfig, NodeSubscription, NodeView, PubsubNode } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import { isOwner, readingRefusal } from "./access.ts";
import * as events from "./events.ts";
import type { Asker, Home } from "./home.ts";
import { capacityOf, configForm, configured } from "./node-config.ts";
import { presenceRequired, refusal, refusalOf, unsupported } from "./refusals.ts";
import { Turns } from "./turns.ts";

/** Bytes of a node's name. */
const MAX_NAME = 1_024;

/** Hears what happened at a node before anybody is told of it; what follows from that it does in a turn of its own. */
export type NodeListener = (home: Home, node: PubsubNode, event: Element) => void;

/** Makes, configures and removes nodes (XEP-0060 §8), and tells of what happens there. */
export class Nodes {
  readonly #host: Host;
  readonly #listeners: NodeListener[] = [];
  readonly #telling = new Turns();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Calls it with everything that is told of any node, whether somebody hears it or not. */
  onEvent(listener: NodeListener): void {
    this.#listeners.push(listener);
  }

  /** §8.1. Throws StanzaError. */
  async create(home: Home, asker: Asker, name: string, config: NodeConfig): Promise<PubsubNode> {
    if (!home.mayCreate(asker)) throw new StanzaError("forbidden");
    if (Buffer.byteLength(name) > MAX_NAME) throw new StanzaError("not-acceptable", "The node's name is too long.");
    const owner = home.place.kind === "service" ? asker.jid.bare : undefined;
    requireModel(home, config);
    const { nodes, nodesOfOne } = home.boundsFor(asker);
    const mostOfCreator = nodesOfOne < nodes ? nodesOfOne : undefined;
    const node = { name, config, creator: asker.jid.bare, owner, mostOfCreator };
    const full = refusal("not-allowed", "max-nodes-exceeded");
    return this.#host.store.pubsub.create(home.place, node, nodes).catch((error: unknown) => {
      throw refusalOf(error, full);
    });
  }

  /** A node that the asker owns. Throws StanzaError. */
  async owned(home: Home, asker: Asker, name: string): Promise<NodeView> {
    const view = await this.#host.store.pubsub.find(home.place, name, asker.jid.bare);
    if (view && isOwner(home, view, asker)) return view;
    if (home.isSecretive && !home.owns(asker)) throw new StanzaError("forbidden");
    throw new StanzaError(view ? "forbidden" : "item-not-found");
  }

  /** A node that the asker may read. Throws StanzaError. */
  async readable(home: Home, asker: Asker, name: string): Promise<NodeView> {
    const view = await this.#host.store.pubsub.find(home.place, name, asker.jid.bare);
    if (!view && home.isSecretive && !home.owns(asker)) {
      const { seesPresence } = await home.relationOf(asker.jid.bare);
      if (!seesPresence) throw presenceRequired();
    }
    if (!view) throw new StanzaError("item-not-found");
    const refused = await readingRefusal(home, view, asker);
    if (refused) throw refused;
    return view;
  }

  /** Those of all that the asker may read. */
  async visible(home: Home, asker: Asker): Promise<PubsubNode[]> {
    const { pubsub } = this.#host.store;
    const nodes = await pubsub.list(home.place);
    const affiliations = new Map(
      (await pubsub.affiliationsOf(home.place, asker.jid.bare)).map(({ node, affiliation }) => [node, affiliation]),
    );
    const subscriptions = await pubsub.subscriptionsOf(home.place, asker.jid.bare);
    const relation = await home.relationOf(asker.jid.bare);
    const known = { ...home, relationOf: () => relation };
    const visible: PubsubNode[] = [];
    for (const node of nodes) {
      const view = {
        node,
        affiliation: affiliations.get(node.name),
        subscriptions: subscriptions.filter((subscription) => subscription.node === node.name),
      };
      if (!(await readingRefusal(known, view, asker))) visible.push(node);
    }
    return visible;
  }

  /** §8.2 */
  async configure(home: Home, asker: Asker, name: string, form: DataForm): Promise<void> {
    const { node } = await this.owned(home, asker, name);
    const config = configured(node.config, form);
    await this.reconfigure(home, node, config);
    if (!config.notifiesOfConfig) return;
    const shown = config.deliversPayloads ? dataForm(configForm(config, "result")) : undefined;
    this.tell(home, { ...node, config }, events.reconfigured(name, shown), undefined);
  }

  async reconfigure(home: Home, node: PubsubNode, config: NodeConfig): Promise<void> {
    requireModel(home, config);
    const done = this.#host.store.pubsub.configure(home.place, node.name, config, capacityOf(config));
    await done.catch((error: unknown) => {
      throw refusalOf(error);
    });
  }

  /** §8.4 */
  async remove(home: Home, asker: Asker, name: string): Promise<void> {
    const { node } = await this.owned(home, asker, name);
    const subscriptions = await this.#host.store.pubsub.subscriptions(home.place, name);
    await this.#host.store.pubsub.remove(home.place, name);
    if (node.config.notifiesOfDeletion) this.tell(home, node, events.deleted(name), asker.jid, subscriptions);
  }

  /** §8.5 */
  async purge(home: Home, asker: Asker, name: string): Promise<void> {
    const { node } = await this.owned(home, asker, name);
    if (!node.config.persistsItems) throw unsupported("persistent-items");
    await this.#host.store.pubsub.purge(home.place, name);
    if (node.config.notifiesOfRetraction) this.tell(home, node, events.purged(name), asker.jid);
  }

  /** Tells everybody who is to know, in the background and in order. */
  tell(
    home: Home,
    node: PubsubNode,
    event: Element,
    publisher: Jid | undefined,
    known?: readonly NodeSubscription[],
  ): void {
    for (const listener of this.#listeners) listener(home, node, event);
    this.later(home, () => this.#tellReaders(home, node, event, publisher, known));
  }

  /** Does something once all that was to be told before is on its way. */
  later(home: Home, work: () => Promise<void>): void {
    const done = this.#telling.take(home.place.name, work);
    done.catch((error: unknown) => this.#host.log.warn({ err: error, home: home.jid }, "notification failed"));
  }

  /** What was to be told of this place is on its way: nobody publishes faster than others are told. */
  settled(home: Home): Promise<void> {
    return this.#telling.take(home.place.name, async () => undefined);
  }

  async #tellReaders(
    home: Home,
    node: PubsubNode,
    event: Element,
    publisher: Jid | undefined,
    known: readonly NodeSubscription[] | undefined,
  ): Promise<void> {
    if (!node.config.notifies) return;
    const all = known ?? (await this.#host.store.pubsub.subscriptions(home.place, node.name));
    const subscriptions = all.filter(({ state }) => state === "subscribed");
    await home.tell({ node, event, publisher, subscriptions });
  }
}

/** §8.1.2: a service has neither presence nor a roster. */
function requireModel({ place }: Home, { accessModel }: NodeConfig): void {
  if (place.kind === "service" && (accessModel === "presence" || accessModel === "roster"))
    throw refusal("not-acceptable", "unsupported-access-model");
}
