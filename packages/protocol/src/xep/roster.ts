import { Jid } from "../jid/jid.ts";
import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

const SUBSCRIPTIONS = ["none", "to", "from", "both", "remove"] as const;

/** RFC 6121 §2.1.2.5; "remove" in pushes and requests only. */
export type RosterSubscription = (typeof SUBSCRIPTIONS)[number];

/** A contact as `<item/>` shows it (RFC 6121 §2.1.2). */
export interface RosterEntry {
  readonly jid: Jid;
  readonly name?: string | undefined;
  readonly subscription?: RosterSubscription | undefined;
  /** We asked to see the contact, who has not answered. */
  readonly isPendingOut?: boolean;
  readonly isApproved?: boolean;
  readonly groups: readonly string[];
}

export function rosterEntry(entry: RosterEntry): Element {
  const attrs = {
    jid: entry.jid.toString(),
    name: entry.name,
    subscription: entry.subscription,
    ask: entry.isPendingOut === true ? "subscribe" : undefined,
    approved: entry.isApproved === true ? "true" : undefined,
  };
  return xml("item", NS.roster, attrs, ...entry.groups.map((group) => xml("group", NS.roster, null, group)));
}

/** `<query/>` with a roster's contacts and version (RFC 6121 §2.6), or to ask for it. */
export function rosterQuery(entries: readonly RosterEntry[] = [], version?: string): Element {
  return xml("query", NS.roster, { ver: version }, ...entries.map(rosterEntry));
}

/** Reads `<item/>`; `undefined` if its address is none. A subscription unknown or absent is `undefined`. */
export function parseRosterEntry(item: Element): RosterEntry | undefined {
  const jid = Jid.tryParse(item.attr("jid") ?? "");
  if (jid === undefined) return undefined;
  return {
    jid,
    name: item.attr("name"),
    subscription: SUBSCRIPTIONS.find((known) => known === item.attr("subscription")),
    isPendingOut: item.attr("ask") === "subscribe",
    isApproved: item.attr("approved") === "true" || item.attr("approved") === "1",
    groups: item
      .elements()
      .filter((e) => e.is("group", NS.roster))
      .map((e) => e.text),
  };
}

/** The contacts in a roster result or push. */
export function parseRosterQuery(query: Element): RosterEntry[] {
  return query.elements().flatMap((e) => (e.is("item", NS.roster) ? (parseRosterEntry(e) ?? []) : []));
}
