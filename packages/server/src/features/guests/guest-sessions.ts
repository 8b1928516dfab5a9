import { type Element, errorReply, Jid, NS, resultReply, StanzaError, weightOf, withAttrs } from "@yonder/protocol";
import { DecayingCounter } from "../../stream/decaying-counter.ts";
import { networkOf } from "../../stream/network-of.ts";
import type { EndReason, GuestEvents, Luggage, OpenContact, Unacknowledged } from "../../stream/node-port.ts";
import type { Session } from "../../stream/session.ts";
import type { Host } from "../feature.ts";
import { Allowances } from "./allowance.ts";
import { Newcomers } from "./newcomers.ts";
import { contactLinkOf } from "./openness.ts";

const MINUTE = 60_000;
/** Guests from one address in some minutes, and how often some of them come back. */
const MAX_NEW = 20;
const MAX_BACK = 60;
/** New guests who write to one member in an hour or so. */
const MAX_NEWCOMERS = 60;
/** Sessions of one guest on this node: pages that are open at once. */
const MAX_SESSIONS = 4;
/** What one guest may write, and what all of them may write to one member. */
const FROM_GUEST = { burst: 10, refillMs: 2_000 };
const TO_MEMBER = { burst: 60, refillMs: 500 };
/** Characters of a guest's message, roughly. */
const MAX_WEIGHT = 16_384;

/** No account has this id. */
const NOBODY = { id: 0 };

/** What becomes of guests' sessions, and of what they send: messages to those who let guests write to them, and nothing else. */
export class GuestSessions implements GuestEvents {
  readonly #host: Host;
  readonly #arrivals = new DecayingCounter(10 * MINUTE);
  readonly #returns = new DecayingCounter(10 * MINUTE);
  readonly #present = new Set<Session>();
  readonly #fromGuest = new Allowances(FROM_GUEST);
  readonly #toMember = new Allowances(TO_MEMBER);
  readonly #newcomers = new Newcomers(MAX_NEWCOMERS);

  constructor(host: Host) {
    this.#host = host;
  }

  /** Who is back may take the place of their own session: `bind` sees to the number. */
  admits(address: string, isBack: boolean): boolean {
    const { config, clock } = this.#host;
    if (!isBack && this.#present.size >= config.limits.guests) return false;
    if (!config.rateLimits) return true;
    const [counter, most] = isBack ? [this.#returns, MAX_BACK] : [this.#arrivals, MAX_NEW];
    return counter.add(networkOf(address), clock.now()) <= most;
  }

  async contact(name: string): Promise<OpenContact | undefined> {
    const { domain, store, directory } = this.#host;
    const jid = Jid.tryParse(`${name}@${domain}`);
    if (!jid?.isBare || jid.local === undefined || jid.domain !== domain) return undefined;
    const account = await store.accounts.find(jid.local);
    // Asked for nobody too: that takes as long.
    const link = await contactLinkOf(this.#host, account ?? NOBODY);
    if (!account || !link) return undefined;
    const registrations = await directory.lookUp(jid.bare);
    return { address: jid.bare, name: link.name || jid.local, isHere: registrations.length > 0 };
  }

  inline(): readonly Element[] {
    return [];
  }

  async bind(session: Session): Promise<void> {
    const { config, sessions } = this.#host;
    const { bare, resource = "" } = session.jid;
    const replaced = sessions.find(bare, resource) ? 1 : 0;
    if (this.#present.size - replaced >= config.limits.guests || sessions.of(bare).length - replaced >= MAX_SESSIONS)
      throw new StanzaError("resource-constraint");
    await this.#enter(session);
  }

  async stanza(session: Session, stanza: Element): Promise<void> {
    try {
      if (stanza.name === "iq") this.#answer(session, stanza);
      if (stanza.name === "message") await this.#pass(session, stanza);
    } catch (error) {
      const { log } = this.#host;
      if (!(error instanceof StanzaError)) log.error({ err: error, session: session.id }, "a guest's stanza failed");
      const refusal = error instanceof StanzaError ? error : new StanzaError("internal-server-error");
      if (stanza.attr("type") !== "error") session.send(errorReply(stanza, refusal));
    }
  }

  reached(): void {}

  acknowledged(): void {}

  attention(): void {}

  leaving(_session: Session, answer: () => void): void {
    answer();
  }

  async end(session: Session, _reason: EndReason, unacknowledged: readonly Unacknowledged[]): Promise<void> {
    await this.depart(session);
    for (const { stanza } of unacknowledged) await this.#passOn(session, stanza);
  }

  async depart(session: Session): Promise<Luggage> {
    const { sessions } = this.#host;
    this.#present.delete(session);
    sessions.depart(session);
    await sessions.unregister(session);
    return {};
  }

  arrive(session: Session): Promise<void> {
    return this.#enter(session);
  }

  async #enter(session: Session): Promise<void> {
    this.#present.add(session);
    try {
      await this.#host.router.claim(session);
    } catch (error) {
      this.#present.delete(session);
      throw error;
    }
  }

  /** What a guest may not have had goes to where they have come back, or its sender hears that it did not reach them. */
  async #passOn({ jid }: Session, stanza: Element): Promise<void> {
    if (stanza.name !== "message" || stanza.attr("type") === "error") return;
    const { directory, router } = this.#host;
    const registrations = await directory.lookUp(jid.bare);
    if (registrations.length > 0) return router.sendTo(jid.bare, stanza, () => true);
    await router.send(errorReply(stanza, new StanzaError("service-unavailable")));
  }

  #answer(session: Session, iq: Element): void {
    const type = iq.attr("type");
    if (type !== "get" && type !== "set") return;
    const isPing = type === "get" && iq.child("ping", NS.ping) !== undefined;
    const to = Jid.tryParse(iq.attr("to") ?? session.jid.domain);
    if (!isPing || to?.toString() !== session.jid.domain) throw new StanzaError("service-unavailable");
    session.send(resultReply(iq));
  }

  /** Nobody learns whether an account exists, or has a device here. */
  async #pass(session: Session, message: Element): Promise<void> {
    const { domain, store, clock, router } = this.#host;
    const to = Jid.tryParse(message.attr("to") ?? "");
    if (message.attr("type") === "error") return;
    if (!this.#fromGuest.take(session.jid.bare, clock.now()))
      throw new StanzaError("resource-constraint", "Guests write more slowly.");
    if (weightOf(message) > MAX_WEIGHT) throw new StanzaError("policy-violation", "Guests write shorter messages.");
    if (to?.domain !== domain || to.local === undefined || message.attr("type") === "groupchat")
      throw new StanzaError("service-unavailable");
    const account = await store.accounts.find(to.local);
    const link = await contactLinkOf(this.#host, account ?? NOBODY);
    if (!account || !link) throw new StanzaError("service-unavailable");
    const isWelcome = this.#newcomers.admits(session.jid.bare, to.bare, clock.now());
    if (!isWelcome || !this.#toMember.take(to.bare, clock.now()))
      throw new StanzaError("resource-constraint", "Too many guests write to them.");
    await router.accept(withAttrs(message, { to: to.bare }));
  }
}
