import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { NodeSubscription, NodeView } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import { isOwner, readingRefusal } from "./access.ts";
import { askOwners } from "./approvals.ts";
import * as events from "./events.ts";
import type { Asker, Home } from "./home.ts";
import type { Nodes } from "./nodes.ts";
import { refusal, refusalOf, unsupported } from "./refusals.ts";

/** Subscribers of one node. */
const MAX_SUBSCRIBERS = 10_000;
/** Subscriptions of one user, with their resources, to nodes of one account or service. */
const MAX_SUBSCRIPTIONS = 1_000;

/** Who is told of what happens at a node (XEP-0060 §6.1, §6.2 and §8.8). */
export class Subscribing {
  readonly #host: Host;
  readonly #nodes: Nodes;

  constructor(host: Host, nodes: Nodes) {
    this.#host = host;
    this.#nodes = nodes;
  }

  /** §6.1. Throws StanzaError. */
  async subscribe(home: Home, asker: Asker, name: string, jid: string | undefined): Promise<NodeSubscription> {
    const subscriber = ownJid(asker, jid);
    if (!subscriber) throw refusal("bad-request", "invalid-jid");
    const view = await this.#subscribable(home, asker, name);
    const known = view.subscriptions.find((it) => it.jid === subscriber);
    if (known?.state === "pending") throw refusal("not-authorized", "pending-subscription");
    if (known) return known;
    const all = await this.#host.store.pubsub.subscriptionsOf(home.place, asker.jid.bare);
    if (all.length >= MAX_SUBSCRIPTIONS) throw refusal("policy-violation", "too-many-subscriptions", "wait");
    const isOpen = !(await readingRefusal(home, view, asker));
    const subscription = { node: name, jid: subscriber, state: isOpen ? "subscribed" : "pending" } as const;
    await this.#save(home, subscription);
    this.#nodes.later(home, () =>
      isOpen ? this.#sendLast(home, view, subscription) : askOwners(this.#host, home, subscription),
    );
    return subscription;
  }

  /** §6.2. Throws StanzaError. */
  async unsubscribe(home: Home, asker: Asker, name: string, jid: string | undefined): Promise<NodeSubscription> {
    const subscriber = ownJid(asker, jid);
    if (!subscriber) throw new StanzaError("forbidden");
    const view = await this.#host.store.pubsub.find(home.place, name, asker.jid.bare);
    const known = view?.subscriptions.find((it) => it.jid === subscriber);
    // Whoever may not see the node learns as much of it as of one that is not there.
    if (!known) await this.#nodes.readable(home, asker, name);
    if (!known) throw refusal("unexpected-request", "not-subscribed", "cancel");
    await this.#host.store.pubsub.unsubscribe(home.place, name, subscriber);
    return known;
  }

  /** §8.8.2: an owner lets somebody in, or out. Throws StanzaError. */
  async change(home: Home, asker: Asker, name: string, changes: readonly Element[]): Promise<void> {
    await this.#nodes.owned(home, asker, name);
    for (const change of changes) {
      const jid = Jid.tryParse(change.attr("jid") ?? "")?.toString();
      const state = change.attr("subscription");
      if (jid === undefined || (state !== "subscribed" && state !== "none")) throw new StanzaError("not-acceptable");
      const subscription = { node: name, jid, state: "subscribed" } as const;
      if (state === "subscribed") await this.#requireWish(home, asker, name, jid);
      if (state === "subscribed") await this.#save(home, subscription);
      else if (!(await this.#host.store.pubsub.unsubscribe(home.place, name, jid))) continue;
      const attrs = { from: home.jid, to: jid, id: this.#host.randomId() };
      await this.#host.router.send(events.eventMessage(attrs, events.subscriptionChanged(subscription, state)));
    }
  }

  /** Where the owner of a node may be anybody, nobody is subscribed who has not asked for it, or is told of it anyway. */
  async #requireWish(home: Home, asker: Asker, name: string, jid: string): Promise<void> {
    if (asker.isAdmin) return;
    const { bare } = Jid.parse(jid);
    const view = await this.#host.store.pubsub.find(home.place, name, bare);
    if (view?.subscriptions.some((known) => known.jid === jid)) return;
    if (!(await home.relationOf(bare)).seesPresence) throw new StanzaError("forbidden");
  }

  async #subscribable(home: Home, asker: Asker, name: string): Promise<NodeView> {
    const view = await this.#host.store.pubsub.find(home.place, name, asker.jid.bare);
    // Whoever must ask an owner first may.
    const isAuthorized = view?.node.config.accessModel === "authorize" && (await this.#mayAsk(home, view, asker));
    const readable = view && isAuthorized ? view : await this.#nodes.readable(home, asker, name);
    if (!readable.node.config.takesSubscriptions && !isOwner(home, readable, asker)) throw unsupported("subscribe");
    return readable;
  }

  async #mayAsk(home: Home, view: NodeView, { jid }: Asker): Promise<boolean> {
    if (view.affiliation === "outcast" || view.affiliation === "publish-only") return false;
    return !home.isSecretive || (await home.relationOf(jid.bare)).seesPresence;
  }

  async #save(home: Home, subscription: NodeSubscription): Promise<void> {
    const full = refusal("policy-violation", "too-many-subscriptions", "wait");
    const saved = this.#host.store.pubsub.subscribe(home.place, subscription, MAX_SUBSCRIBERS);
    await saved.catch((error: unknown) => {
      throw refusalOf(error, full);
    });
  }

  /** §6.1.7 */
  async #sendLast(home: Home, { node }: NodeView, { jid }: NodeSubscription): Promise<void> {
    if (node.config.sendsLastItem === "never" || !node.config.notifies) return;
    const { items } = await this.#host.store.pubsub.items(home.place, node.name, { newest: 1, limit: 1 });
    const [item] = items;
    if (!item) return;
    const attrs = { from: home.jid, to: jid, type: node.config.notificationType, id: this.#host.randomId() };
    const event = events.published(node.name, items, node.config.deliversPayloads);
    await this.#host.router.send(events.eventMessage(attrs, event, events.delayed(item.publishedAt)));
  }
}

/** §6.1.3.1: the address that is subscribed, if it is the asker's. */
function ownJid({ jid }: Asker, subscriber: string | undefined): string | undefined {
  const parsed = Jid.tryParse(subscriber ?? "");
  return parsed?.bare === jid.bare ? parsed.toString() : undefined;
}

/** A subscription as answers show it. */
export function subscriptionElement(
  ns: string,
  { node, jid, state }: NodeSubscription,
  shown: string = state,
): Element {
  return xml("subscription", ns, { node: ns === NS.pubsub ? node : undefined, jid, subscription: shown });
}
