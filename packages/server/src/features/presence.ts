import { type Element, Jid, NS, StanzaError, withAttrs, xml } from "@yonder/protocol";
import { andThen } from "../router/awaitable.ts";
import type { SubscriptionType } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import type { Awaitable, Feature, Host } from "./feature.ts";
import { PresenceBroadcast } from "./presence-broadcast.ts";
import { probe } from "./probe.ts";
import { isSubscription, Subscriptions } from "./subscriptions.ts";

/** Longest subscription stanza in bytes, since it is kept until it is answered. */
const MAX_REQUEST_BYTES = 8_192;

/** Who is here, and who may know it: RFC 6121 §3 and §4. */
export const presence: Feature = {
  name: "presence",
  specification: "RFC 6121",
  streamFeatures: [xml("sub", NS.preApproval)],
  start: (host) => {
    const desk = new PresenceDesk(host);
    const stopWatching = host.store.onAccountsChanged(({ kind, username }) => {
      if (kind === "removed") desk.broadcast.removed(`${username}@${host.domain}`);
    });
    return {
      stop: async () => stopWatching(),
      on: {
        bind: (session) => desk.broadcast.expect(session),
        presence: ({ session, stanza }) => desk.handle(session, stanza),
        end: (session) => desk.broadcast.end(session),
        lost: (registration) => desk.broadcast.lost(registration),
        gap: () => desk.broadcast.gap(),
        signal: ({ user, signal }) => desk.broadcast.signalled(user, signal),
      },
      luggage: desk.broadcast,
    };
  },
};

/** Sorts a session's presence stanzas by what they want. */
class PresenceDesk {
  readonly broadcast: PresenceBroadcast;
  readonly #subscriptions: Subscriptions;
  readonly #host: Host;

  constructor(host: Host) {
    this.broadcast = new PresenceBroadcast(host);
    this.#subscriptions = new Subscriptions(host);
    this.#host = host;
  }

  /** Throws StanzaError to refuse the stanza. */
  handle(session: Session, stanza: Element): Awaitable<void> {
    const type = stanza.attr("type");
    const address = stanza.attr("to");
    if (address === undefined) return this.#toAll(session, stanza, type);
    const to = Jid.tryParse(address);
    if (!to) throw new StanzaError("jid-malformed");
    if (type === "error") return this.#passError(stanza, to);
    const isService = this.#host.router.serves(to.domain);
    if (!isService && to.domain !== this.#host.domain) throw new StanzaError("remote-server-not-found");
    if (!isService && to.local === undefined) return undefined;
    if (type === undefined || type === "unavailable") return this.broadcast.direct(session, stanza, to);
    if (isSubscription(type)) return this.#subscribe(session, stanza, to.bare, type);
    if (type === "probe") return isService ? this.#pass(stanza) : this.#probe(session, to);
    throw new StanzaError("bad-request", "There is no presence of this type.");
  }

  #toAll(session: Session, stanza: Element, type: string | undefined): Awaitable<void> {
    if (type === undefined) return this.broadcast.available(session, stanza);
    if (type === "unavailable") return this.broadcast.unavailable(session, stanza);
    if (type === "error") return undefined;
    throw new StanzaError("bad-request", "Presence of this type needs an address.");
  }

  /** RFC 6121 §3: the user's roster changes first, then the contact's, who gets it from the bare JID. */
  async #subscribe(session: Session, stanza: Element, contact: string, type: SubscriptionType): Promise<void> {
    const owner = { id: session.account.id, bare: session.jid.bare };
    // One always sees oneself (§4.2.2).
    if (contact === owner.bare) return;
    const stamped = withAttrs(stanza, { from: owner.bare, to: contact });
    if (sizeOf(stamped) > MAX_REQUEST_BYTES)
      throw new StanzaError("policy-violation", "This is too long for a request.");
    await this.#subscriptions.change(owner, contact, { kind: "outbound", type }, stamped);
  }

  /** §4.3: clients need not ask, but may. */
  async #probe(session: Session, to: Jid): Promise<void> {
    const type = await probe(this.#host, session.jid, to);
    if (type) session.send(xml("presence", NS.client, { from: to.bare, to: session.jid.toString(), type }));
  }

  #passError(stanza: Element, to: Jid): Awaitable<void> {
    if (to.domain !== this.#host.domain) return this.#pass(stanza);
    if (to.resource === undefined) return undefined;
    return this.#host.router.sendTo(to.bare, stanza, ({ resource }) => resource === to.resource);
  }

  /** To a service, if there is one. */
  #pass(stanza: Element): Awaitable<void> {
    return andThen(this.#host.router.send(stanza), () => undefined);
  }
}

/** Roughly: of the text in it, wherever it stands. */
function sizeOf(element: Element): number {
  let size = element.name.length + element.ns.length;
  for (const part of element.attributes) size += part.length;
  for (const child of element.children) size += typeof child === "string" ? child.length : sizeOf(child);
  return size;
}
