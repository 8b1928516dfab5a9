import { type Element, Jid, NS, StanzaError, serialize, xml } from "@yonder/protocol";
import type { Registration } from "../directory/directory.ts";
import { andThen } from "../router/awaitable.ts";
import type { SubscriptionType } from "../store/store.ts";
import { type RosterChange, type RosterTransition, StoreError } from "../store/store.ts";
import type { Awaitable, Host } from "./feature.ts";
import { rosterPush } from "./roster-item.ts";
import { hide, show } from "./signals.ts";

/** One side of a subscription: an account and its bare JID. */
export interface Owner {
  readonly id: number;
  readonly bare: string;
}

/** Carries subscription stanzas from roster to roster and does what each change asks for (RFC 6121 §3). All accounts are in the one store. */
export class Subscriptions {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The owner's client changes its roster, or sends the contact a subscription stanza. Throws StanzaError `resource-constraint` at the limit. */
  async change(owner: Owner, contact: string, change: RosterChange, stanza?: Element): Promise<RosterTransition> {
    const transition = await this.#store(owner, contact, change);
    await this.#push(owner, contact, transition);
    if (transition.isForwarded && stanza && change.kind === "outbound") await this.arrive(contact, change.type, stanza);
    await this.#follow(owner, contact, transition);
    return transition;
  }

  /** A subscription stanza, from and to bare JIDs, arrives at its contact. One that does not exist takes no notice (RFC 6121 §8.5.1). */
  async arrive(contact: string, type: SubscriptionType, stanza: Element): Promise<void> {
    const from = stanza.attr("from") ?? "";
    const jid = Jid.tryParse(contact);
    if (!jid) return;
    // What is not one of our accounts keeps no roster here.
    if (jid.domain !== this.#host.domain) return andThen(this.#host.router.send(stanza), () => undefined);
    // Who has blocked the sender hears nothing: no request, and of a withdrawal only that the rosters go on agreeing.
    if (!isWithdrawal(type) && (await this.#host.router.cutOf(stanza)) === "inbound") return;
    const account = jid.local === undefined ? undefined : await this.#host.store.accounts.find(jid.local);
    if (!account) return;
    const owner = { id: account.id, bare: contact };
    const isInvited = type === "subscribe" && (await this.#approveInvited(owner, from, stanza));
    const change = { kind: "inbound", type, xml: serialize(stanza, NS.client) } as const;
    const transition = await this.#store(owner, from, change).catch(refusedQuietly);
    if (!transition) return;
    const delivered = transition.isForwarded && this.#host.router.sendTo(contact, stanza, hearers(type));
    await Promise.all([delivered, this.#push(owner, from, transition)]);
    await this.#follow(owner, from, transition);
    if (isInvited) await this.#send(owner, from, "subscribe");
  }

  /** XEP-0379 §3.5: who shows a link of the owner's is granted what they ask for, and asked in turn. */
  async #approveInvited(owner: Owner, from: string, stanza: Element): Promise<boolean> {
    const token = stanza.child("preauth", NS.preauth)?.attr("token");
    if (!token || !(await this.#host.store.invitations.spend(token, owner.id))) return false;
    await this.#send(owner, from, "subscribed");
    return true;
  }

  /** The server does for the owner what a client of theirs could. */
  async #send(owner: Owner, contact: string, type: SubscriptionType): Promise<void> {
    const stanza = xml("presence", NS.client, { from: owner.bare, to: contact, type });
    await this.change(owner, contact, { kind: "outbound", type }, stanza);
  }

  /** Each becomes a contact of the other, without asking (XEP-0401 §3.3). */
  async befriend(one: Owner, other: Owner): Promise<void> {
    for (const [owner, contact] of [
      [one, other.bare],
      [other, one.bare],
    ] as const) {
      // Approved in advance (RFC 6121 §3.4), so that what the other asks next is granted at once.
      await this.#send(owner, contact, "subscribed");
      await this.#send(owner, contact, "subscribe");
    }
  }

  /** In the same breath as the store's answer, so that a change by another device, made later, is not pushed before. */
  #push(owner: Owner, contact: string, { isPushed, item, version }: RosterTransition): Awaitable<void> {
    if (isPushed) return this.#host.router.signal(owner.bare, rosterPush(contact, item, version));
  }

  async #follow(owner: Owner, contact: string, transition: RosterTransition): Promise<void> {
    const { router } = this.#host;
    for (const type of transition.replies) {
      await this.arrive(contact, type, xml("presence", NS.client, { from: owner.bare, to: contact, type }));
    }
    if (transition.presence === "available") await router.signal(owner.bare, show(contact));
    if (transition.presence === "unavailable") await router.signal(owner.bare, hide(contact));
  }

  async #store(owner: Owner, contact: string, change: RosterChange): Promise<RosterTransition> {
    try {
      return await this.#host.store.roster.change(owner.id, contact, change);
    } catch (error) {
      if (error instanceof StoreError && error.code === "full") {
        throw new StanzaError("resource-constraint", "The roster is full.", { cause: error });
      }
      throw error;
    }
  }
}

/** A contact whose list of requests is full does not hear of one more, and the sender does not hear that. */
function refusedQuietly(error: unknown): undefined {
  if (!(error instanceof StanzaError)) throw error;
}

// RFC 6121 §3.1.3: requests go to available resources; §3.1.6, §3.2.3, §3.3.3: the rest to interested ones
function hearers(type: SubscriptionType): (registration: Registration) => boolean {
  return type === "subscribe" ? ({ presence }) => presence.isAvailable : ({ presence }) => presence.isInterested;
}

function isWithdrawal(type: SubscriptionType): boolean {
  return type === "unsubscribe" || type === "unsubscribed";
}

export function isSubscription(type: string | undefined): type is SubscriptionType {
  return type === "subscribe" || type === "subscribed" || type === "unsubscribe" || type === "unsubscribed";
}
