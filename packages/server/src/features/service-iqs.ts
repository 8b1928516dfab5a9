import {
  type DiscoInfo,
  type DiscoItem,
  discoInfo,
  type Element,
  type Identity,
  Jid,
  NS,
  resultReply,
  StanzaError,
} from "@yonder/protocol";
import { andThen } from "../router/awaitable.ts";
import type { Awaitable, ElementName, Host, Sender } from "./feature.ts";
import { itemPage } from "./item-page.ts";

/** An iq request to a service, or to an address at it. */
export interface ServiceIq {
  readonly stanza: Element;
  readonly payload: Element;
  readonly from: Sender;
  readonly to: Jid;
}

/** Answers with the result's payload, if any. Throws `StanzaError` to refuse. */
export type ServiceIqHandler = (iq: ServiceIq) => Awaitable<Element | undefined>;

/** What a service says of itself, and which requests it answers. */
export interface ServiceDescription {
  readonly identities: readonly Identity[];
  /** Beside service discovery and ping, which every service knows. */
  readonly features: readonly string[];
  readonly forms?: DiscoInfo["forms"];
  /** What there is at its addresses and nodes (XEP-0030 §3); without it, nothing but the service itself. */
  info?(iq: ServiceIq, node: string | undefined): Awaitable<DiscoInfo>;
  /** What there is to be found at the service, its addresses and nodes (XEP-0030 §4). */
  items?(iq: ServiceIq, node: string | undefined): Awaitable<readonly DiscoItem[]>;
  readonly iq?: { readonly [T in "get" | "set"]?: Readonly<Record<ElementName, ServiceIqHandler>> };
}

/** Answers the iq requests to a service: service discovery and ping by itself, the rest by the table it is given, which goes first. */
export class ServiceIqs {
  readonly #router: Host["router"];
  readonly #description: ServiceDescription;
  readonly #own: Readonly<Record<ElementName, ServiceIqHandler>>;

  constructor({ router }: Pick<Host, "router">, description: ServiceDescription) {
    this.#router = router;
    this.#description = description;
    this.#own = {
      "{http://jabber.org/protocol/disco#info}query": (iq) => this.#info(iq),
      "{http://jabber.org/protocol/disco#items}query": (iq) => this.#items(iq),
      "{urn:xmpp:ping}ping": (iq) => pong(iq),
    };
  }

  /**
   * Answers a request; what answers one of the service's own is left alone.
   * @throws StanzaError for what is refused, `service-unavailable` for what nobody knows (RFC 6120 §8.4)
   */
  answer(stanza: Element, from: Sender): Awaitable<void> {
    const type = stanza.attr("type");
    if (type === "result" || type === "error") return;
    const [payload, ...more] = stanza.elements();
    // RFC 6120 §8.2.3: a request has exactly one payload.
    if (!payload || more.length > 0 || (type !== "get" && type !== "set")) throw new StanzaError("bad-request");
    const handler = this.#handlerOf(type, `{${payload.ns}}${payload.name}`);
    if (!handler) throw new StanzaError("service-unavailable");
    const iq = { stanza, payload, from, to: Jid.parse(stanza.attr("to") ?? "") };
    return andThen(handler(iq), (result) => this.#reply(resultReply(stanza, result), from));
  }

  #handlerOf(type: "get" | "set", name: ElementName): ServiceIqHandler | undefined {
    const table = this.#description.iq?.[type] ?? {};
    if (Object.hasOwn(table, name)) return table[name];
    return type === "get" && Object.hasOwn(this.#own, name) ? this.#own[name] : undefined;
  }

  #reply(reply: Element, { session }: Sender): Awaitable<void> {
    if (session) return session.send(reply);
    return andThen(this.#router.send(reply), () => undefined);
  }

  async #info(iq: ServiceIq): Promise<Element> {
    const node = iq.payload.attr("node");
    const { identities, features, forms = [], info } = this.#description;
    if (isService(iq, node)) return discoInfo({ identities, features: [...ALWAYS, ...features], forms });
    if (!info) throw new StanzaError("item-not-found");
    return discoInfo({ ...(await info(iq, node)), node });
  }

  async #items(iq: ServiceIq): Promise<Element> {
    const node = iq.payload.attr("node");
    const { items } = this.#description;
    if (!items && !isService(iq, node)) throw new StanzaError("item-not-found");
    return itemPage((await items?.(iq, node)) ?? [], iq.payload);
  }
}

const ALWAYS: readonly string[] = [NS.discoInfo, NS.discoItems, NS.ping];

function pong(iq: ServiceIq): undefined {
  if (!isService(iq, undefined)) throw new StanzaError("service-unavailable");
}

function isService({ to }: ServiceIq, node: string | undefined): boolean {
  return to.local === undefined && to.resource === undefined && node === undefined;
}
