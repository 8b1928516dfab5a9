import { setImmediate } from "node:timers/promises";
import { type Element, Jid, NS, withAttrs, xml } from "@yonder/protocol";
import type { Affiliation, NodeConfig, Place } from "../../store/pubsub.ts";
import type { RosterItem } from "../../store/store.ts";
import type { Session } from "../../stream/session.ts";
import type { Host } from "../feature.ts";
import { eventMessage } from "./events.ts";
import type { Notice } from "./home.ts";
import type { Interest } from "./interests.ts";

/** What nodes tell each other's features: something happened at an account's node, for those of a user who want to hear of it. */
const NEWS = "urn:yonder:news:0";
/** Users who are told before others have their turn. */
const CHUNK = 100;

export interface Owner {
  readonly id: number;
  readonly bare: string;
  readonly place: Place;
}

/** Tells an account's own devices, its contacts and whoever has subscribed of what happened at one of its nodes (XEP-0163 §4). */
export async function tellContacts(host: Host, owner: Owner, notice: Notice): Promise<void> {
  const { node, event, publisher } = notice;
  const type = node.config.notificationType === "headline" ? "headline" : undefined;
  const message = eventMessage({ from: owner.bare, type }, event);
  const full = publisher ? eventMessage({ from: owner.bare, type }, event, replyTo(publisher)) : message;
  const readers = [...(await readersOf(host, owner, notice))];
  for (let from = 0; from < readers.length; from += CHUNK) {
    const some = readers.slice(from, from + CHUNK);
    await Promise.all(
      some.map(([bare, { isContact, subscribed }]) =>
        deliver(host, bare, isContact ? full : message, node.name, subscribed),
      ),
    );
    if (from + CHUNK < readers.length) await setImmediate();
  }
}

interface Reader {
  /** Sees the owner's presence, or is the owner. */
  readonly isContact: boolean;
  /** Addresses under which they have subscribed themselves. */
  readonly subscribed: readonly string[];
}

type Roles = ReadonlyMap<string, Affiliation>;

async function readersOf(host: Host, owner: Owner, notice: Notice): Promise<Map<string, Reader>> {
  const { config, name } = notice.node;
  const affiliations = await host.store.pubsub.affiliations(owner.place, name);
  const roles = new Map(affiliations.map(({ jid, affiliation }) => [jid, affiliation]));
  const needsRoster = isByRoster(config) || affiliations.length > 0;
  const contacts = needsRoster ? (await host.store.roster.load(owner.id)).items.filter(sees) : [];
  const readers = new Map<string, Reader>([[owner.bare, { isContact: true, subscribed: [] }]]);
  for (const contact of contacts)
    if (reads(config, contact, roles.get(contact.contact)))
      readers.set(contact.contact, { isContact: true, subscribed: [] });
  addSubscribers(readers, notice, roles);
  return readers;
}

/** §7.1: who may read the node no longer is told no longer. An affiliation alone subscribes nobody: it is the owner's doing. */
function addSubscribers(readers: Map<string, Reader>, { node, subscriptions }: Notice, roles: Roles): void {
  const { accessModel } = node.config;
  const isOpen = accessModel === "open" || accessModel === "authorize";
  for (const { jid } of subscriptions) {
    const bare = Jid.tryParse(jid)?.bare ?? "";
    const [known, role] = [readers.get(bare), roles.get(bare)];
    if (!known && !isTrusted(node.config, role) && (!isOpen || isShutOut(role))) continue;
    readers.set(bare, { isContact: known?.isContact ?? false, subscribed: [...(known?.subscribed ?? []), jid] });
  }
}

function isByRoster({ accessModel }: NodeConfig): boolean {
  return accessModel === "open" || accessModel === "presence" || accessModel === "roster";
}

function sees({ subscription }: RosterItem): boolean {
  return subscription === "from" || subscription === "both";
}

function reads(config: NodeConfig, { groups }: RosterItem, role: Affiliation | undefined): boolean {
  if (isTrusted(config, role)) return true;
  if (!isByRoster(config) || isShutOut(role)) return false;
  return config.accessModel !== "roster" || groups.some((group) => config.rosterGroups.includes(group));
}

/** Reads the node whatever the owner's roster says (access.ts). */
function isTrusted({ accessModel }: NodeConfig, role: Affiliation | undefined): boolean {
  if (role === "owner" || role === "publisher") return true;
  return role === "member" && accessModel !== "presence" && accessModel !== "roster";
}

function isShutOut(role: Affiliation | undefined): boolean {
  return role === "outcast" || role === "publish-only";
}

async function deliver(
  host: Host,
  bare: string,
  message: Element,
  node: string,
  subscribed: readonly string[],
): Promise<void> {
  // §4.3.3: not to those of whom one has blocked the other
  if (await host.router.cutOf(withAttrs(message, { to: bare }))) return;
  if (bare.endsWith(`@${host.domain}`)) {
    const subscriptions = subscribed.map((jid) => xml("subscribed", NEWS, { jid }));
    await host.router.signal(bare, xml("news", NEWS, { node }, message, ...subscriptions));
    return;
  }
  for (const to of subscribed) await host.router.send(withAttrs(message, { to, id: host.randomId() }));
}

/** §4.3.1: which device has published it. */
function replyTo(publisher: Jid): Element {
  const address = xml("address", NS.addresses, { type: "replyto", jid: publisher.toString() });
  return xml("addresses", NS.addresses, null, address);
}

/** Hands news to those sessions of a user here that want it. */
export function takeNews(
  host: Host,
  { user, signal }: { readonly user: string; readonly signal: Element },
  interestOf: (session: Session) => Interest,
): void {
  if (!signal.is("news", NEWS)) return;
  const node = signal.attr("node") ?? "";
  const message = signal.child("message", NS.client);
  if (!message) return;
  const subscribed = signal.elements().filter((child) => child.is("subscribed", NEWS));
  const addresses = new Set(subscribed.map((child) => child.attr("jid")));
  for (const session of host.sessions.of(user)) {
    if (session.presence === undefined) continue;
    const to = session.jid.toString();
    if (interestOf(session).has(node) || addresses.has(user) || addresses.has(to))
      session.send(withAttrs(message, { to, id: host.randomId() }));
  }
}

/** Whether a user's own node has news. */
export function isNewsOf(signal: Element, node: string, user: string): boolean {
  if (!signal.is("news", NEWS) || signal.attr("node") !== node) return false;
  return signal.child("message", NS.client)?.attr("from") === user;
}
