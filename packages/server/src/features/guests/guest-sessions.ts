import { type Element, errorReply, Jid, NS, resultReply, StanzaError, weightOf, withAttrs } from "@yonder/protocol";
import { storagePolicy } from "../../router/storage-rules.ts";
import { DecayingCounter } from "../../stream/decaying-counter.ts";
import { networkOf } from "../../stream/network-of.ts";
import type {
  ContactPicture,
  EndReason,
  GuestEvents,
  Luggage,
  OpenContact,
  Unacknowledged,
} from "../../stream/node-port.ts";
import type { Session } from "../../stream/session.ts";
import type { Host } from "../feature.ts";
import { Allowances } from "./allowance.ts";
import type { DeskRooms } from "./desk-rooms.ts";
import { keptMessage } from "./guest-service.ts";
import { type Behind, ContactLinks } from "./links.ts";
import { Newcomers } from "./newcomers.ts";
import { type Said, saidBy, toldAgain } from "./said.ts";

const MINUTE = 60_000;
/** Guests from one address in some minutes, and how often some of them come back. */
const MAX_NEW = 20;
const MAX_BACK = 60;
/** New guests who write to one member in an hour or so. */
const MAX_NEWCOMERS = 60;
/** Sessions of one guest on this node: pages that are open at once. */
const MAX_SESSIONS = 4;
/** What one guest may write, what all of them may write to one member, and how often one may ask what they have missed. */
const FROM_GUEST = { burst: 10, refillMs: 2_000 };
const TO_MEMBER = { burst: 60, refillMs: 500 };
const BACK = { burst: 10, refillMs: 20_000 };
/** Characters of a guest's message, roughly. */
const MAX_WEIGHT = 16_384;

/** docs/guests.md */
const NS_GUEST = "urn:yonder:guest:0";

/** What becomes of guests' sessions, and of what they send: messages to those behind contact links, and nothing else. */
export class GuestSessions implements GuestEvents {
  readonly #host: Host;
  readonly #arrivals = new DecayingCounter(10 * MINUTE);
  readonly #returns = new DecayingCounter(10 * MINUTE);
  readonly #present = new Set<Session>();
  readonly #fromGuest = new Allowances(FROM_GUEST);
  readonly #toMember = new Allowances(TO_MEMBER);
  readonly #backs = new Allowances(BACK);
  readonly #newcomers = new Newcomers(MAX_NEWCOMERS);

  readonly #rooms: DeskRooms;
  readonly #links: ContactLinks;

  constructor(host: Host, rooms: DeskRooms) {
    this.#host = host;
    this.#rooms = rooms;
    this.#links = new ContactLinks(host, rooms);
  }

  /** Who is back may take the place of their own session: `bind` sees to the number. */
  admits(address: string, isBack: boolean): boolean {
    const { config, clock } = this.#host;
    if (!isBack && this.#present.size >= config.limits.guests) return false;
    if (!config.rateLimits) return true;
    const [counter, most] = isBack ? [this.#returns, MAX_BACK] : [this.#arrivals, MAX_NEW];
    return counter.add(networkOf(address), clock.now()) <= most;
  }

  contact(name: string): Promise<OpenContact | undefined> {
    return this.#links.contact(name);
  }

  picture(name: string): Promise<ContactPicture | undefined> {
    return this.#links.picture(name);
  }

  /** A node has died. */
  async gap(): Promise<void> {
    for (const session of [...this.#present]) await this.#rooms.again(session);
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
      if (stanza.name === "iq") await this.#answer(session, stanza);
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
    await this.#rooms.left(session);
    for (const { stanza } of unacknowledged) await this.#passOn(session, stanza);
  }

  async depart(session: Session): Promise<Luggage> {
    const { sessions } = this.#host;
    this.#present.delete(session);
    sessions.depart(session);
    await sessions.unregister(session);
    return this.#rooms.pack(session);
  }

  async arrive(session: Session, luggage: Luggage): Promise<void> {
    await this.#enter(session);
    this.#rooms.unpack(session, luggage);
    await this.#rooms.again(session);
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

  /** What a guest may not have had goes to where they have come back, or its sender hears that it waits, if it does. */
  async #passOn({ jid }: Session, stanza: Element): Promise<void> {
    if (stanza.name !== "message" || stanza.attr("type") === "error") return;
    const { directory, router, domain } = this.#host;
    const registrations = await directory.lookUp(jid.bare);
    if (registrations.length > 0) return router.sendTo(jid.bare, stanza, () => true);
    const from = Jid.parse(stanza.attr("from") ?? "");
    // What a desk's room said is in its archive.
    if (from.domain !== domain) return;
    if (storagePolicy(stanza).shouldArchive) return router.signal(from.bare, keptMessage(stanza, from.bare));
    await router.send(errorReply(stanza, new StanzaError("service-unavailable")));
  }

  async #answer(session: Session, iq: Element): Promise<void> {
    const type = iq.attr("type");
    if (type !== "get" && type !== "set") return;
    if (type === "set" && iq.child("back", NS_GUEST)) return this.#welcomeBack(session, iq);
    const isPing = type === "get" && iq.child("ping", NS.ping) !== undefined;
    const to = Jid.tryParse(iq.attr("to") ?? session.jid.domain);
    if (!isPing || to?.toString() !== session.jid.domain) throw new StanzaError("service-unavailable");
    session.send(resultReply(iq));
  }

  /** Tells a guest what was said to them while they were away, and some of what was said before. */
  async #welcomeBack(session: Session, iq: Element): Promise<void> {
    if (!this.#backs.take(session.jid.bare, this.#host.clock.now())) throw new StanzaError("resource-constraint");
    const behind = await this.#behind(session, iq);
    for (const said of await this.#saidTo(session, behind, iq)) {
      const told = toldAgain(this.#host, said, session.jid);
      if (!(await this.#host.router.cutOf(told))) session.send(told);
    }
    session.send(resultReply(iq));
  }

  #saidTo(session: Session, behind: Behind, iq: Element): Promise<readonly Said[]> {
    const back = iq.child("back", NS_GUEST) ?? iq;
    if (behind.kind === "desk") return this.#rooms.back(behind.desk, session, back);
    return saidBy(this.#host, behind.account, session.jid, back.attr("all") === "true");
  }

  async #pass(session: Session, message: Element): Promise<void> {
    const { clock, router } = this.#host;
    const now = clock.now();
    if (message.attr("type") === "error") return;
    if (!this.#fromGuest.take(session.jid.bare, now))
      throw new StanzaError("resource-constraint", "Guests write more slowly.");
    if (weightOf(message) > MAX_WEIGHT) throw new StanzaError("policy-violation", "Guests write shorter messages.");
    if (message.attr("type") === "groupchat") throw new StanzaError("service-unavailable");
    const behind = await this.#behind(session, message);
    const address = behind.kind === "member" ? behind.address : this.#rooms.addressOf(behind.desk);
    const isWelcome = this.#newcomers.admits(session.jid.bare, address, now);
    if (!isWelcome || !this.#toMember.take(address, now))
      throw new StanzaError("resource-constraint", "Too many guests write to them.");
    if (behind.kind === "desk") return this.#rooms.say(behind.desk, session, message);
    await router.accept(withAttrs(message, { to: address }));
  }

  /** To whom a guest's stanza is. Nobody learns whether an account exists, or has a device here. */
  async #behind({ jid }: Session, stanza: Element): Promise<Behind> {
    const to = Jid.tryParse(stanza.attr("to") ?? "")?.toBare();
    const behind = to && jid.bare !== to.bare ? await this.#links.behind(to) : undefined;
    if (!behind) throw new StanzaError("service-unavailable");
    return behind;
  }
}
