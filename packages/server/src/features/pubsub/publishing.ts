import { type Element, NS, StanzaError, serialize } from "@yonder/protocol";
import type { NodeConfig, NodeView, PubsubItem, PubsubNode } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import { mayPublish } from "./access.ts";
import * as events from "./events.ts";
import type { Asker, Home, PublishRequest } from "./home.ts";
import { capacityOf, configured, expiryOf, MAX_PAYLOAD, meets } from "./node-config.ts";
import type { Nodes } from "./nodes.ts";
import { presenceRequired, refusal, refusalOf, unsupported } from "./refusals.ts";

/** Bytes of an item's id. */
const MAX_ID = 1_024;
/** Items of one request. */
const MAX_BATCH = 100;
/** A node may be changed by others meanwhile. */
const MAX_TRIES = 5;

type NewItem = Pick<PubsubItem, "id" | "xml" | "publisher">;

/** Publishes and retracts items (XEP-0060 §7). */
export class Publishing {
  readonly #host: Host;
  readonly #nodes: Nodes;

  constructor(host: Host, nodes: Nodes) {
    this.#host = host;
    this.#nodes = nodes;
  }

  /** Returns the ids of the items. Throws StanzaError. */
  async publish(home: Home, asker: Asker, request: PublishRequest): Promise<readonly string[]> {
    if (request.items.length > MAX_BATCH) throw refusal("not-allowed", "max-items-exceeded");
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const view = await this.#viewFor(home, asker, request);
      const items = view && (await this.#keep(home, asker, view.node, request));
      if (items) return items.map(({ id }) => id);
    }
    throw new StanzaError("conflict", "The node changes all the time.", { type: "wait" });
  }

  /** §7.2; all of them or none. */
  async retract(home: Home, asker: Asker, name: string, ids: readonly string[], isLoud: boolean): Promise<void> {
    const view = await this.#host.store.pubsub.find(home.place, name, asker.jid.bare);
    await this.#requirePublisher(home, view, asker);
    if (!view) throw new StanzaError("item-not-found");
    const { config } = view.node;
    if (!config.persistsItems) throw unsupported("persistent-items");
    await this.#host.store.pubsub.retract(home.place, name, ids).catch(rethrow);
    if (isLoud || config.notifiesOfRetraction)
      this.#nodes.tell(home, view.node, events.retracted(name, ids), asker.jid);
  }

  /** The node, made if need be; undefined: somebody else has just made it. */
  async #viewFor(home: Home, asker: Asker, { node: name, options }: PublishRequest): Promise<NodeView | undefined> {
    const view = await this.#host.store.pubsub.find(home.place, name, asker.jid.bare);
    await this.#requirePublisher(home, view, asker);
    if (view) {
      if (options && !meets(view.node.config, options)) throw refusal("conflict", "precondition-not-met");
      return view;
    }
    if (!home.createsOnPublish || !home.mayCreate(asker)) throw new StanzaError("item-not-found");
    if (options) meets(home.defaults, options);
    const config = options ? configured(home.defaults, options) : home.defaults;
    const node = await this.#nodes.create(home, asker, name, config).catch(ifMadeMeanwhile);
    return node && { node, affiliation: undefined, subscriptions: [] };
  }

  /** Of a node that is not there as of one that is: who may not publish does not learn which. */
  async #requirePublisher(home: Home, view: NodeView | undefined, asker: Asker): Promise<void> {
    if (view ? mayPublish(home, view, asker) : home.owns(asker) || !home.isSecretive) return;
    const { seesPresence } = home.isSecretive ? await home.relationOf(asker.jid.bare) : { seesPresence: true };
    if (!seesPresence) throw presenceRequired();
    throw new StanzaError(view ? "forbidden" : "item-not-found");
  }

  async #keep(
    home: Home,
    asker: Asker,
    node: PubsubNode,
    request: PublishRequest,
  ): Promise<readonly NewItem[] | undefined> {
    const { config, name } = node;
    const items = request.items.map((item) => this.#itemOf(item, config, asker));
    checkEvent(items, config);
    const capacity = capacityOf(config);
    if (config.persistsItems && items.length > capacity) throw refusal("not-allowed", "max-items-exceeded");
    const { bytes, bytesOfNode } = home.boundsFor(asker);
    const publication = {
      revision: node.revision,
      items: config.persistsItems ? items : [],
      maxItems: capacity,
      isRefusedWhenFull: config.whenFull === "reject",
      expired: expiryOf(config, this.#host.clock.now()),
      maxBytes: bytes,
      maxNodeBytes: bytesOfNode < bytes ? bytesOfNode : undefined,
    };
    const result = await this.#host.store.pubsub.publish(home.place, name, publication).catch(rethrow);
    if (result.kind === "changed") return undefined;
    if (result.kind === "node-full") throw refusal("conflict", "node-full");
    this.#nodes.tell(home, node, events.published(name, items, config.deliversPayloads), asker.jid);
    // A node for one item is known to keep the last one alone.
    if (
      result.retracted.length > 0 &&
      capacity > 1 &&
      config.notifiesOfRetraction &&
      config.whenFull !== "discard-oldest"
    )
      this.#nodes.tell(home, node, events.retracted(name, result.retracted), asker.jid);
    return items;
  }

  #itemOf(item: Element, config: NodeConfig, { jid }: Asker): NewItem {
    const [payload, ...more] = item.elements();
    if (more.length > 0) throw refusal("bad-request", "invalid-payload");
    if (!payload && config.deliversPayloads) throw refusal("bad-request", "payload-required");
    const text = payload ? serialize(payload) : "";
    if (Buffer.byteLength(text) > Math.min(config.maxPayloadSize, MAX_PAYLOAD))
      throw refusal("not-acceptable", "payload-too-big");
    const id = item.attr("id") || this.#host.randomId();
    if (Buffer.byteLength(id) > MAX_ID) throw new StanzaError("not-acceptable", "The item's id is too long.");
    return { id, xml: text, publisher: jid.toString() };
  }
}

/** §7.1.3.7 */
function checkEvent(items: readonly NewItem[], { persistsItems, deliversPayloads }: NodeConfig): void {
  if (items.length === 0 && persistsItems) throw refusal("bad-request", "item-required");
  if (items.length === 0 && deliversPayloads) throw refusal("bad-request", "payload-required");
  if (items.length > 0 && !persistsItems && !deliversPayloads) throw refusal("bad-request", "item-forbidden");
  if (new Set(items.map(({ id }) => id)).size < items.length) throw new StanzaError("bad-request");
}

function rethrow(error: unknown): never {
  throw refusalOf(error);
}

function ifMadeMeanwhile(error: unknown): undefined {
  if (!(error instanceof StanzaError && error.condition === "conflict")) throw error;
}

/** The items that a request to publish, or to retract, names. */
export function itemsIn(element: Element): Element[] {
  return element.elements().filter((child) => child.is("item", NS.pubsub));
}
