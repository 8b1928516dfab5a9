import { type Element, Jid, NS, StanzaError, sealed, xml } from "@yonder/protocol";
import type { Session } from "../stream/session.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { isRosterPush } from "./known-contacts.ts";
import { PushOrder } from "./push-order.ts";
import { rosterPush } from "./roster-item.ts";
import { Subscriptions } from "./subscriptions.ts";
import { requireOwnAccount } from "./target.ts";

/** Longest name of a contact or group, in bytes. */
const MAX_NAME_BYTES = 1023;
const MAX_GROUPS = 50;

/** An account's contacts: RFC 6121 §2, with versions (§2.6). */
export const roster: Feature = {
  name: "roster",
  specification: "RFC 6121",
  streamFeatures: [xml("ver", NS.rosterver)],
  start: (host) => {
    const subscriptions = new Subscriptions(host);
    const pushes = new Pushes(host);
    return {
      iq: {
        get: { "{jabber:iq:roster}query": (iq) => pushes.behind(iq, () => answerGet(host, iq)) },
        set: { "{jabber:iq:roster}query": (iq) => answerSet(subscriptions, iq) },
      },
      on: { signal: ({ user, signal }) => pushes.send(user, signal) },
    };
  },
};

/** RFC 6121 §2.1.6: every interested session here learns of a change. */
class Pushes {
  readonly #host: Host;
  /** By session that waits for its roster, what has changed since it asked: the roster may be older. */
  readonly #waiting = new Map<Session, Element[]>();
  readonly #order = new PushOrder();

  constructor(host: Host) {
    this.#host = host;
  }

  send(user: string, signal: Element): void {
    if (!isRosterPush(signal) || this.#order.isLate(user, signal)) return;
    for (const session of this.#host.sessions.of(user)) {
      if (!session.isInterested) continue;
      const waiting = this.#waiting.get(session);
      if (waiting) waiting.push(signal);
      else pushTo(this.#host, session, signal);
    }
  }

  /** What changes while a roster is prepared goes out behind it. */
  async behind(iq: Iq, answer: () => Promise<Element | undefined>): Promise<Element | undefined> {
    const { session } = iq;
    const waiting: Element[] = [];
    const goOn = () => {
      this.#waiting.delete(session);
      for (const signal of waiting) pushTo(this.#host, session, signal);
    };
    this.#waiting.set(session, waiting);
    try {
      const result = await answer();
      iq.afterResult(goOn);
      return result;
    } catch (error) {
      goOn();
      throw error;
    }
  }
}

/** RFC 6121 §2.2 and §2.6: the whole roster, or what has changed since the version the client has. */
async function answerGet(host: Host, iq: Iq): Promise<Element | undefined> {
  requireOwnAccount(iq);
  const { session } = iq;
  if (!session.isInterested) {
    session.isInterested = true;
    await host.sessions.announce(session);
  }
  const known = iq.payload.attr("ver");
  if (known) {
    const changes = await host.store.roster.changesSince(session.account.id, known);
    if (changes.kind === "changes") {
      const { version, changed, removed } = changes;
      const pushes = [
        ...removed.map((contact) => rosterPush(contact, undefined, version)),
        ...changed.map((item) => rosterPush(item.contact, item, version)),
      ];
      iq.afterResult(() => {
        for (const query of pushes) pushTo(host, session, query);
      });
      return undefined;
    }
  }
  const written = await host.store.roster.write(session.account.id);
  return sealed("query", NS.roster, { ver: written.version }, written.xml);
}

/** RFC 6121 §2.3 to §2.5: adds, changes or removes one contact. */
async function answerSet(subscriptions: Subscriptions, iq: Iq): Promise<undefined> {
  requireOwnAccount(iq);
  const item = onlyItem(iq.payload);
  const contact = contactOf(item, iq.from.bare);
  const owner = { id: iq.session.account.id, bare: iq.from.bare };
  if (item.attr("subscription") === "remove") {
    const { kind } = await subscriptions.change(owner, contact, { kind: "remove" });
    if (kind === "not-found") throw new StanzaError("item-not-found");
    return;
  }
  await subscriptions.change(owner, contact, { kind: "set", name: nameOf(item), groups: groupsOf(item) });
}

function onlyItem(query: Element): Element {
  const [item, ...others] = query.elements();
  // RFC 6121 §2.3.3
  if (!item?.is("item", NS.roster) || others.length > 0) throw new StanzaError("bad-request", "One item, please.");
  return item;
}

function contactOf(item: Element, own: string): string {
  const address = item.attr("jid");
  if (address === undefined) throw new StanzaError("bad-request", "The item has no jid.");
  const jid = Jid.tryParse(address);
  if (!jid) throw new StanzaError("jid-malformed");
  if (!jid.isBare) throw new StanzaError("bad-request", "A contact is a bare JID.");
  if (jid.bare === own) throw new StanzaError("not-allowed", "One is no contact of oneself.");
  return jid.bare;
}

function nameOf(item: Element): string | undefined {
  const name = item.attr("name");
  if (name !== undefined && byteLength(name) > MAX_NAME_BYTES)
    throw new StanzaError("not-acceptable", "The name is too long.");
  return name === "" ? undefined : name;
}

function groupsOf(item: Element): string[] {
  const groups = item.elements().filter((child) => child.is("group", NS.roster));
  const names = groups.map(({ text }) => text);
  if (names.some((name) => name === "" || byteLength(name) > MAX_NAME_BYTES)) throw new StanzaError("not-acceptable");
  if (names.length > MAX_GROUPS) throw new StanzaError("not-acceptable", "These are too many groups.");
  if (new Set(names).size !== names.length) throw new StanzaError("bad-request", "A group stands there twice.");
  return names;
}

function pushTo(host: Host, session: Session, query: Element): void {
  session.send(xml("iq", NS.client, { type: "set", id: host.randomId(), to: session.jid.toString() }, query));
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
