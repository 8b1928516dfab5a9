import {
  type DiscoInfo,
  type DiscoItem,
  type Element,
  formatDateTime,
  NS,
  type RsmRequest,
  rsmRequestIn,
  rsmResult,
  StanzaError,
  xml,
} from "@yonder/protocol";
import type { ItemPage, ItemQuery, NodeConfig, PubsubItem } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import * as events from "./events.ts";
import type { Asker, Home } from "./home.ts";
import { expiryOf, metadataFields } from "./node-config.ts";
import type { Nodes } from "./nodes.ts";
import { refusal, refusalOf, unsupported } from "./refusals.ts";

/** Items of one answer. */
const MAX_PAGE = 500;
/** Characters of all payloads of one answer; the first item is always given. */
const MAX_ANSWER = 1_048_576;

/** What is at a node, and what it is (XEP-0060 §5 and §6.5). */
export class Reading {
  readonly #host: Host;
  readonly #nodes: Nodes;

  constructor(host: Host, nodes: Nodes) {
    this.#host = host;
    this.#nodes = nodes;
  }

  /** §6.5: the answer to `<items/>`. Throws StanzaError. */
  async items(home: Home, asker: Asker, request: Element, pubsub: Element): Promise<Element> {
    const name = nodeOf(request);
    const { node } = await this.#nodes.readable(home, asker, name);
    if (!node.config.persistsItems) throw unsupported("persistent-items");
    const rsm = rsmRequestIn(pubsub);
    const query = this.#queryOf(request, rsm, node.config);
    const asked = this.#host.store.pubsub.items(home.place, name, query);
    const page = await asked.catch((error: unknown) => {
      throw refusalOf(error);
    });
    const backwards = query.before !== undefined || query.newest !== undefined;
    const { items, firstIndex, count } = withinBounds(page, backwards);
    const isCut = query.ids === undefined && query.newest === undefined && items.length < count;
    const set = rsm || isCut ? resultSet(items, firstIndex, count) : undefined;
    const shown = items.map((item) => events.itemElement(NS.pubsub, item));
    return xml("pubsub", NS.pubsub, null, xml("items", NS.pubsub, { node: name }, ...shown), set);
  }

  /** §5.4. Throws StanzaError. */
  async info(home: Home, asker: Asker, name: string): Promise<DiscoInfo> {
    const { node } = await this.#nodes.readable(home, asker, name);
    const affiliations = await this.#host.store.pubsub.affiliations(home.place, name);
    const owners = affiliations.filter(({ affiliation }) => affiliation === "owner").map(({ jid }) => jid);
    const fields = [
      ...metadataFields(node.config),
      { name: "pubsub#creator", type: "jid-single" as const, values: [node.creator] },
      { name: "pubsub#creation_date", type: "text-single" as const, values: [formatDateTime(node.createdAt)] },
      { name: "pubsub#owner", type: "jid-multi" as const, values: owners.length > 0 ? owners : [home.jid] },
    ];
    return {
      node: name,
      identities: [{ category: "pubsub", type: "leaf", name: node.config.title || undefined }],
      features: [NS.pubsub],
      forms: [{ type: "result", formType: `${NS.pubsub}#meta-data`, fields }],
    };
  }

  /** §5.2 */
  async nodes(home: Home, asker: Asker): Promise<DiscoItem[]> {
    const nodes = await this.#nodes.visible(home, asker);
    return nodes.map(({ name, config }) => ({ jid: home.jid, node: name, name: config.title || undefined }));
  }

  /** §5.5. Throws StanzaError. */
  async itemNames(home: Home, asker: Asker, name: string): Promise<DiscoItem[]> {
    const { node } = await this.#nodes.readable(home, asker, name);
    const publishedAfter = expiryOf(node.config, this.#host.clock.now());
    const { items } = await this.#host.store.pubsub.items(home.place, name, {
      newest: MAX_PAGE,
      limit: MAX_PAGE,
      publishedAfter,
    });
    return items.map(({ id }) => ({ jid: home.jid, name: id }));
  }

  #queryOf(request: Element, rsm: RsmRequest | undefined, config: NodeConfig): ItemQuery {
    const publishedAfter = expiryOf(config, this.#host.clock.now());
    const named = request.elements().filter((child) => child.is("item", NS.pubsub));
    if (named.length > MAX_PAGE) throw new StanzaError("resource-constraint");
    if (named.length > 0) return { ids: named.map((item) => item.attr("id") ?? ""), limit: MAX_PAGE, publishedAfter };
    const newest = newestOf(request);
    if (newest !== undefined) return { newest, limit: MAX_PAGE, publishedAfter };
    const limit = Math.min(rsm?.max ?? MAX_PAGE, MAX_PAGE);
    // Without a word on paging the newest are given: they matter most where not all can be.
    if (!rsm) return { before: "", limit, publishedAfter };
    return { after: rsm.after, before: rsm.before, index: rsm.index, limit, publishedAfter };
  }
}

/** The node that a request names. Throws StanzaError. */
export function nodeOf(element: Element): string {
  const node = element.attr("node");
  if (!node) throw refusal("bad-request", "nodeid-required");
  return node;
}

/** §6.5.7 */
function newestOf(request: Element): number | undefined {
  const text = request.attr("max_items");
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw new StanzaError("bad-request");
  return Number(text);
}

function resultSet(items: readonly PubsubItem[], index: number, count: number): Element {
  return rsmResult({ first: items[0]?.id, index, last: items.at(-1)?.id, count });
}

/** As many as one answer can hold, from the end where the page was read. */
function withinBounds(page: ItemPage, backwards: boolean): ItemPage {
  const order = backwards ? page.items.toReversed() : page.items;
  let size = 0;
  const cut = order.findIndex(({ xml: payload }, i) => {
    size += payload.length;
    return i > 0 && size > MAX_ANSWER;
  });
  if (cut === -1) return page;
  const kept = order.slice(0, cut);
  if (!backwards) return { ...page, items: kept };
  return { ...page, items: kept.toReversed(), firstIndex: page.firstIndex + page.items.length - kept.length };
}
