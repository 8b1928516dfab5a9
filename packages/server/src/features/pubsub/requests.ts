import { type DataForm, dataForm, type Element, Jid, NS, parseDataForm, StanzaError, xml } from "@yonder/protocol";
import type { Affiliation } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import type { Asker, Home } from "./home.ts";
import { configForm, configured, NODE_CONFIG_FORM } from "./node-config.ts";
import { Nodes } from "./nodes.ts";
import { itemsIn, Publishing } from "./publishing.ts";
import { nodeOf, Reading } from "./reading.ts";
import { refusal, refusalOf, unsupported } from "./refusals.ts";
import { Subscribing, subscriptionElement } from "./subscribing.ts";
import { Turns } from "./turns.ts";

const PUBLISH_OPTIONS = `${NS.pubsub}#publish-options`;
/** People with an affiliation to one node. */
export const MAX_AFFILIATIONS = 1_000;
/** Changes of affiliations or subscriptions in one request. */
const MAX_CHANGES = 100;
const AFFILIATIONS: readonly string[] = ["owner", "publisher", "publish-only", "member", "outcast", "none"];

/** What a pubsub element is to be done with. */
export interface PubsubRequest {
  readonly type: "get" | "set";
  /** `<pubsub/>` of either namespace. */
  readonly pubsub: Element;
}

/** Answers the requests of XEP-0060 at whatever home; those that change something, one after the other in each. */
export class Requests {
  readonly nodes: Nodes;
  readonly publishing: Publishing;
  readonly reading: Reading;
  readonly subscribing: Subscribing;
  readonly #host: Host;
  readonly #turns = new Turns();

  constructor(host: Host) {
    this.#host = host;
    this.nodes = new Nodes(host);
    this.publishing = new Publishing(host, this.nodes);
    this.reading = new Reading(host, this.nodes);
    this.subscribing = new Subscribing(host, this.nodes);
  }

  /** Returns the result's payload. Throws StanzaError. */
  answer(home: Home, asker: Asker, { type, pubsub }: PubsubRequest): Promise<Element | undefined> {
    const isOwners = pubsub.ns === NS.pubsubOwner;
    if (type === "get") {
      const read = () => (isOwners ? this.#ask(home, asker, pubsub) : this.#read(home, asker, pubsub));
      // Owners see what they have just changed, and what followed from it.
      return home.owns(asker) ? this.#turns.take(home.place.name, read) : read();
    }
    return this.inTurn(home, () => (isOwners ? this.#rule(home, asker, pubsub) : this.#change(home, asker, pubsub)));
  }

  /** Behind what changes this place already, and once others were told of that. */
  inTurn<T>(home: Home, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(home.place.name, () => this.#onceSettled(home, work));
  }

  /** What follows from the change that is being made: before anything else changes this place. */
  inNextTurn<T>(home: Home, work: () => Promise<T>): Promise<T> {
    return this.#turns.takeNext(home.place.name, () => this.#onceSettled(home, work));
  }

  async #onceSettled<T>(home: Home, work: () => Promise<T>): Promise<T> {
    await this.nodes.settled(home);
    return work();
  }

  async #read(home: Home, asker: Asker, pubsub: Element): Promise<Element> {
    const request = only(pubsub);
    if (request.name === "items") return this.reading.items(home, asker, request, pubsub);
    const { store } = this.#host;
    const node = request.attr("node");
    const isAsked = (it: { node: string }) => node === undefined || it.node === node;
    if (request.name === "subscriptions") {
      const all = await store.pubsub.subscriptionsOf(home.place, asker.jid.bare);
      const shown = all.filter(isAsked).map((it) => subscriptionElement(NS.pubsub, it));
      return wrapped(xml("subscriptions", NS.pubsub, { node }, ...shown));
    }
    if (request.name === "affiliations") {
      const all = await store.pubsub.affiliationsOf(home.place, asker.jid.bare);
      const shown = all
        .filter(isAsked)
        .map((it) => xml("affiliation", NS.pubsub, { node: it.node, affiliation: it.affiliation }));
      return wrapped(xml("affiliations", NS.pubsub, { node }, ...shown));
    }
    if (request.name === "options") throw unsupported("subscription-options");
    if (request.name === "default") throw unsupported("retrieve-default-sub");
    throw new StanzaError("bad-request");
  }

  async #change(home: Home, asker: Asker, pubsub: Element): Promise<Element | undefined> {
    const request = pubsub.firstElement;
    if (request?.name === "publish") return this.#publish(home, asker, request, pubsub);
    if (request?.name === "retract") return this.#retract(home, asker, request);
    if (request?.name === "create") return this.#create(home, asker, request, pubsub);
    if (request?.name === "subscribe") {
      const done = await this.subscribing.subscribe(home, asker, nodeOf(request), request.attr("jid"));
      return wrapped(subscriptionElement(NS.pubsub, done));
    }
    if (request?.name === "unsubscribe") {
      const gone = await this.subscribing.unsubscribe(home, asker, nodeOf(request), request.attr("jid"));
      return wrapped(subscriptionElement(NS.pubsub, gone, "none"));
    }
    if (request?.name === "options") throw unsupported("subscription-options");
    throw new StanzaError("bad-request");
  }

  async #publish(home: Home, asker: Asker, request: Element, pubsub: Element): Promise<Element> {
    const node = nodeOf(request);
    const options = formIn(pubsub.child("publish-options"), PUBLISH_OPTIONS);
    const ids = await this.publishing.publish(home, asker, { node, items: itemsIn(request), options });
    const items = ids.map((id) => xml("item", NS.pubsub, { id }));
    return wrapped(xml("publish", NS.pubsub, { node }, ...items));
  }

  async #retract(home: Home, asker: Asker, request: Element): Promise<undefined> {
    const ids = itemsIn(request).map((item) => item.attr("id"));
    const named = ids.filter((id): id is string => id !== undefined && id !== "");
    const node = nodeOf(request);
    if (named.length === 0 || named.length < ids.length) throw refusal("bad-request", "item-required");
    const isLoud = request.attr("notify") === "true" || request.attr("notify") === "1";
    await this.publishing.retract(home, asker, node, named, isLoud);
  }

  /** §8.1; without a name the node gets one. */
  async #create(home: Home, asker: Asker, request: Element, pubsub: Element): Promise<Element> {
    const configure = pubsub.child("configure");
    if (configure?.attr("node") !== undefined) throw new StanzaError("bad-request");
    const form = formIn(configure, NODE_CONFIG_FORM);
    const config = form ? configured(home.defaults, form) : home.defaults;
    const node = request.attr("node") || this.#host.randomId();
    await this.nodes.create(home, asker, node, config);
    return wrapped(xml("create", NS.pubsub, { node }));
  }

  /** What an owner may look at. */
  async #ask(home: Home, asker: Asker, pubsub: Element): Promise<Element> {
    const request = only(pubsub);
    if (request.name === "default") {
      if (home.isSecretive && !home.owns(asker)) throw new StanzaError("forbidden");
      return owners(xml("default", NS.pubsubOwner, null, dataForm(configForm(home.defaults, "form"))));
    }
    const node = nodeOf(request);
    const { node: owned } = await this.nodes.owned(home, asker, node);
    if (request.name === "configure")
      return owners(xml("configure", NS.pubsubOwner, { node }, dataForm(configForm(owned.config, "form"))));
    if (request.name === "subscriptions") {
      const all = await this.#host.store.pubsub.subscriptions(home.place, node);
      const shown = all.map((it) => subscriptionElement(NS.pubsubOwner, it));
      return owners(xml("subscriptions", NS.pubsubOwner, { node }, ...shown));
    }
    if (request.name === "affiliations") {
      const all = await this.#host.store.pubsub.affiliations(home.place, node);
      const shown = all.map(({ jid, affiliation }) => xml("affiliation", NS.pubsubOwner, { jid, affiliation }));
      return owners(xml("affiliations", NS.pubsubOwner, { node }, ...shown));
    }
    throw new StanzaError("bad-request");
  }

  /** What an owner may do. */
  async #rule(home: Home, asker: Asker, pubsub: Element): Promise<undefined> {
    const request = only(pubsub);
    const node = nodeOf(request);
    if (request.elements().length > MAX_CHANGES) throw new StanzaError("resource-constraint", "These are too many.");
    if (request.name === "delete") await this.nodes.remove(home, asker, node);
    else if (request.name === "purge") await this.nodes.purge(home, asker, node);
    else if (request.name === "configure") await this.#configure(home, asker, node, request);
    else if (request.name === "affiliations") await this.#affiliate(home, asker, node, request);
    else if (request.name === "subscriptions") await this.subscribing.change(home, asker, node, request.elements());
    else throw new StanzaError("bad-request");
  }

  async #configure(home: Home, asker: Asker, node: string, request: Element): Promise<void> {
    const x = request.child("x", NS.dataForms);
    if (x?.attr("type") === "cancel") {
      await this.nodes.owned(home, asker, node);
      return;
    }
    const form = formIn(request, NODE_CONFIG_FORM);
    if (!form) throw new StanzaError("bad-request");
    await this.nodes.configure(home, asker, node, form);
  }

  /** §8.9.2 */
  async #affiliate(home: Home, asker: Asker, node: string, request: Element): Promise<void> {
    await this.nodes.owned(home, asker, node);
    const changes = request.elements().map((change) => {
      const jid = Jid.tryParse(change.attr("jid") ?? "")?.bare;
      const affiliation = AFFILIATIONS.find((known) => known === change.attr("affiliation"));
      if (jid === undefined || affiliation === undefined) throw new StanzaError("not-acceptable");
      return { jid, affiliation: affiliation as Affiliation | "none" };
    });
    if (new Set(changes.map(({ jid }) => jid)).size < changes.length) throw new StanzaError("bad-request");
    for (const { jid, affiliation } of changes) {
      const done = this.#host.store.pubsub.affiliate(home.place, node, jid, affiliation, MAX_AFFILIATIONS);
      await done.catch((error: unknown) => {
        const refused = refusalOf(error);
        // The last owner stays.
        throw refused instanceof StanzaError && refused.condition === "conflict"
          ? new StanzaError("not-acceptable")
          : refused;
      });
    }
  }
}

function only(pubsub: Element): Element {
  const request = pubsub.elements().find(({ ns }) => ns === pubsub.ns);
  if (!request) throw new StanzaError("bad-request");
  return request;
}

function wrapped(element: Element): Element {
  return xml("pubsub", NS.pubsub, null, element);
}

function owners(element: Element): Element {
  return xml("pubsub", NS.pubsubOwner, null, element);
}

/** The submitted form in an element. Throws StanzaError for one of another kind. */
function formIn(element: Element | undefined, formType: string): DataForm | undefined {
  const x = element?.child("x", NS.dataForms);
  if (!x) return undefined;
  const form = parseDataForm(x);
  if (form.type !== "submit" || (form.formType !== undefined && form.formType !== formType))
    throw new StanzaError("bad-request");
  return form;
}
