import { detached, type Element, Jid, NS, StanzaError, withAttrs, xml } from "@yonder/protocol";
import type { Registration } from "../directory/directory.ts";
import { andThen } from "../router/awaitable.ts";
import { type Blocklist, isListed } from "../router/barrier.ts";
import { storedStanza } from "../store/stored-stanza.ts";
import type { Session } from "../stream/session.ts";
import { type BlockChange, blockChangeIn } from "./blocking/blocklist-element.ts";
import type { Awaitable, Host } from "./feature.ts";
import { type Contacts, isRosterPush, KnownContacts, type Relation } from "./known-contacts.ts";
import { PushOrder } from "./push-order.ts";
import { isSignal, show } from "./signals.ts";

/** Strangers one session may show its presence to at a time. */
const MAX_DIRECTED = 1_000;

/** Shows the presence of the sessions here to those who may see it: RFC 6121 §4. */
export class PresenceBroadcast {
  readonly #host: Host;
  readonly #contacts: KnownContacts;
  readonly #order = new PushOrder();
  /** By session, who got its presence though not subscribed to it: they learn of its end (§4.6.3). */
  readonly #directed = new WeakMap<Session, Set<string>>();

  constructor(host: Host) {
    this.#host = host;
    this.#contacts = new KnownContacts(host);
  }

  /** It will be available soon: by then its contacts are known. Not where it may take a while until other nodes tell what becomes of them. */
  expect(session: Session): void {
    if (this.#host.directory.staleness === 0) void this.#contactsOf(session);
  }

  /** §4.2 and §4.4: the session is available, or says something new. Throws StanzaError `bad-request` for a wrong priority. */
  async available(session: Session, stanza: Element): Promise<void> {
    const priority = priorityOf(stanza);
    const isInitial = session.presence === undefined;
    session.priority = priority;
    // It is kept for long: without the chunk of input that it was cut from.
    session.presence = detached(stanza);
    await this.#host.sessions.announce(session);
    const contacts = await this.#contactsOf(session);
    // It may have ended while the roster was loaded: the end was told then.
    if (!this.#isHere(session)) return;
    await this.#broadcast(session.jid.bare, stanza, contacts);
    if (isInitial) await this.#welcome(session, contacts);
  }

  /** §4.5.2: the session is available no longer. */
  async unavailable(session: Session, stanza: Element): Promise<void> {
    const wasAvailable = session.presence !== undefined;
    session.presence = undefined;
    session.priority = 0;
    await this.#host.sessions.announce(session);
    if (wasAvailable) session.send(withAttrs(stanza, { to: session.jid.bare }));
    await this.#takeLeave(session, stanza, wasAvailable);
  }

  /** §4.5.4: the session is over; the server says so in its place, unless a successor under the same address is available already. */
  async end(session: Session): Promise<void> {
    const { bare, resource = "" } = session.jid;
    // Read before it is asked who is back: that takes time in which somebody may come.
    if (session.presence) await this.#contactsOf(session);
    if (!(await this.#isBack(bare, resource)))
      await this.#takeLeave(session, farewell(session.jid.toString()), session.presence !== undefined);
    this.#forgetStrangers(bare);
  }

  /** As `end`, for a session whose node has died: whom it was shown to without a subscription is not known. */
  async lost({ user, resource, presence }: Registration): Promise<void> {
    const jid = Jid.parse(user);
    const account = presence.isAvailable ? await this.#host.store.accounts.find(jid.local ?? "") : undefined;
    if (!account) return;
    const contacts = await this.#contacts.of(user, account.id);
    if (!(await this.#isBack(user, resource))) await this.#broadcast(user, farewell(`${user}/${resource}`), contacts);
    this.#forgetStrangers(user);
  }

  /** What other nodes told may not have arrived. */
  gap(): void {
    this.#contacts.forgetAll();
  }

  /** An account is no more, by whatever way: who comes later under that name sees nobody by it. */
  removed(user: string): void {
    this.#contacts.lose(user);
  }

  /** For the node to which the session moves. */
  pack(session: Session): readonly string[] {
    return [...(this.#directed.get(session) ?? [])];
  }

  unpack(session: Session, packed: unknown): void {
    const addresses = Array.isArray(packed) ? packed.filter((address) => typeof address === "string") : [];
    if (addresses.length > 0) this.#directed.set(session, new Set(addresses));
  }

  /** §4.6: presence for one address. Throws StanzaError `resource-constraint` when it went to too many. */
  async direct(session: Session, stanza: Element, to: Jid): Promise<void> {
    const strangers = this.#directed.get(session) ?? new Set();
    if (stanza.attr("type") === "unavailable") strangers.delete(to.toString());
    else if (!(await this.#isShownAnyway(session, to))) {
      if (strangers.size >= MAX_DIRECTED) throw new StanzaError("resource-constraint");
      this.#directed.set(session, strangers.add(to.toString()));
    }
    await this.#deliver(stanza, to);
  }

  /** Takes what the nodes tell each other: changes of rosters, probes, and subscriptions that ended. */
  signalled(user: string, signal: Element): Awaitable<void> {
    if (isRosterPush(signal))
      return this.#order.isLate(user, signal) ? undefined : this.#contacts.changed(user, signal);
    const change = blockChangeIn(signal);
    if (change) return this.#barred(user, change);
    const to = Jid.tryParse(signal.attr("to") ?? "");
    if (to && isSignal(signal, "show")) return this.#show(user, to);
    if (to && isSignal(signal, "hide")) return this.#hide(user, to);
  }

  /** XEP-0191 §3.3 and §3.4: whom the user has blocked sees no one leave later than now; and who is not any more sees who is here. */
  async #barred(user: string, { isBlocked, addresses }: BlockChange): Promise<void> {
    for (const session of this.#host.sessions.of(user)) {
      const concerned = await this.#viewersAmong(session, addresses);
      const presence = isBlocked ? farewell(session.jid.toString()) : session.presence;
      if (presence)
        for (const to of concerned) await this.#deliver(withAttrs(presence, { to }), Jid.parse(to), isBlocked);
      if (!isBlocked && session.presence) await this.#askAmong(session, addresses);
    }
  }

  /** Those of these addresses, and at them, to whom the session is shown; it forgets the strangers among them. */
  async #viewersAmong(session: Session, addresses: Blocklist): Promise<ReadonlySet<string>> {
    const strangers = this.#directed.get(session) ?? new Set();
    const viewers = new Set([...strangers].filter((address) => isListed(addresses, Jid.parse(address))));
    for (const stranger of viewers) strangers.delete(stranger);
    if (!session.presence) return viewers;
    const contacts = await this.#contactsOf(session);
    for (const [contact, relation] of contacts)
      if (sees(relation) && isListed(addresses, Jid.parse(contact))) viewers.add(contact);
    for (const address of addresses) if (sees(contacts.get(Jid.parse(address).bare))) viewers.add(address);
    return viewers;
  }

  /** Those of the session's contacts at these addresses are asked whether they are here. */
  async #askAmong(session: Session, addresses: Blocklist): Promise<void> {
    const contacts = [...(await this.#contactsOf(session))].filter(([contact]) =>
      isListed(addresses, Jid.parse(contact)),
    );
    await this.#ask(session, new Map(contacts));
  }

  /** §4.2.3, §4.3.1 and §3.1.3: who else is here, and who has asked to see the user. */
  async #welcome(session: Session, contacts: Contacts): Promise<void> {
    const { router } = this.#host;
    void this.#tellRequests(session).catch((error: unknown) =>
      this.#host.log.warn({ err: error }, "requests could not be read"),
    );
    await Promise.all([router.signal(session.jid.bare, show(session.jid.toString())), this.#ask(session, contacts)]);
  }

  /** Behind it come the pending messages, read at the same time. */
  async #tellRequests(session: Session): Promise<void> {
    const { router, store } = this.#host;
    const requests = await store.roster.requests(session.account.id);
    for (const request of requests) {
      const stanza = storedStanza(request);
      if (!(await router.cutOf(stanza))) session.send(stanza);
    }
  }

  async #ask({ jid }: Session, contacts: Contacts): Promise<void> {
    const { router, domain } = this.#host;
    const probe = show(jid.toString());
    const asked: Awaitable<unknown>[] = [];
    for (const [contact, relation] of contacts) {
      if (relation === "from") continue;
      asked.push(domainOf(contact) === domain ? router.signal(contact, probe) : router.send(questionOf(jid, contact)));
    }
    await Promise.all(asked);
  }

  async #takeLeave(session: Session, stanza: Element, wasAvailable: boolean): Promise<void> {
    if (wasAvailable) await this.#broadcast(session.jid.bare, stanza, await this.#contactsOf(session));
    const strangers = this.#directed.get(session) ?? [];
    this.#directed.delete(session);
    for (const address of strangers) await this.#deliver(withAttrs(stanza, { to: address }), Jid.parse(address));
  }

  async #broadcast(own: string, stanza: Element, contacts: Contacts): Promise<void> {
    const { router } = this.#host;
    const sent: Awaitable<void>[] = [router.sendTo(own, withAttrs(stanza, { to: own }), isAvailable)];
    for (const [contact, relation] of contacts) {
      if (sees(relation)) sent.push(this.#tell(contact, withAttrs(stanza, { to: contact })));
    }
    await Promise.all(sent);
  }

  #show(user: string, to: Jid): Awaitable<void> {
    const sessions = this.#availableSessions(user).filter((session) => !session.jid.equals(to));
    const [first] = sessions;
    if (!first) return;
    return andThen(this.#contactsOf(first), (contacts) => {
      if (to.bare !== user && !sees(contacts.get(to.bare))) return;
      return this.#sendEach(sessions, to, (session) => session.presence);
    });
  }

  #hide(user: string, to: Jid): Awaitable<void> {
    return this.#sendEach(this.#availableSessions(user), to, (session) =>
      xml("presence", NS.client, { from: session.jid.toString(), type: "unavailable" }),
    );
  }

  async #sendEach(
    sessions: readonly Session[],
    to: Jid,
    stanzaOf: (session: Session) => Element | undefined,
  ): Promise<void> {
    const stanzas = sessions.map(stanzaOf).filter((stanza) => stanza !== undefined);
    await Promise.all(stanzas.map((stanza) => this.#deliver(withAttrs(stanza, { to: to.toString() }), to)));
  }

  /** RFC 6121 §8.5.2.1.3 and §8.5.3.1: to all available resources, or to the one addressed. */
  #deliver(stanza: Element, to: Jid, isLast = false): Awaitable<void> {
    if (to.domain !== this.#host.domain) return this.#tell(to.bare, stanza, isLast);
    const isChosen = to.resource === undefined ? isAvailable : ({ resource }: Registration) => resource === to.resource;
    return this.#host.router.sendTo(to.bare, stanza, isChosen, isLast);
  }

  /** To a user's available sessions, or to a service. */
  #tell(contact: string, stanza: Element, isLast = false): Awaitable<void> {
    const { router, domain } = this.#host;
    if (domainOf(contact) === domain) return router.sendTo(contact, stanza, isAvailable);
    return andThen(router.send(stanza, isLast), () => undefined);
  }

  /** Whether the resource is available, on whatever node. */
  async #isBack(user: string, resource: string): Promise<boolean> {
    const registrations = await this.#host.directory.lookUp(user);
    return registrations.some((other) => other.resource === resource && isAvailable(other));
  }

  #forgetStrangers(user: string): void {
    if (this.#host.sessions.of(user).length === 0) this.#contacts.forget(user);
  }

  async #isShownAnyway(session: Session, to: Jid): Promise<boolean> {
    if (session.presence === undefined) return false;
    // What is broadcast goes to the bare address: a nickname in a room would not learn of it.
    if (to.domain !== this.#host.domain && to.resource !== undefined) return false;
    return to.bare === session.jid.bare || sees((await this.#contactsOf(session)).get(to.bare));
  }

  #availableSessions(user: string): Session[] {
    return this.#host.sessions.of(user).filter(({ presence }) => presence !== undefined);
  }

  #contactsOf(session: Session): Awaitable<Contacts> {
    return this.#contacts.of(session.jid.bare, session.account.id);
  }

  #isHere(session: Session): boolean {
    return this.#host.sessions.of(session.jid.bare).includes(session);
  }
}

function farewell(from: string): Element {
  return xml("presence", NS.client, { from, type: "unavailable" });
}

/** §4.3.1: a presence probe, for a contact at a service. */
function questionOf({ bare }: Jid, to: string): Element {
  return xml("presence", NS.client, { from: bare, to, type: "probe" });
}

/** Of a bare address. */
function domainOf(address: string): string {
  return address.slice(address.indexOf("@") + 1);
}

/** §4.7.2.3: −128 to 127, 0 unless said. */
function priorityOf(stanza: Element): number {
  const text = stanza.childText("priority")?.trim();
  if (text === undefined) return 0;
  const priority = Number(text);
  if (!/^[+-]?\d{1,3}$/.test(text) || priority < -128 || priority > 127) {
    throw new StanzaError("bad-request", "The priority is a number from -128 to 127.");
  }
  return priority;
}

function isAvailable({ presence }: Registration): boolean {
  return presence.isAvailable;
}

function sees(relation: Relation | undefined): boolean {
  return relation === "from" || relation === "both";
}
