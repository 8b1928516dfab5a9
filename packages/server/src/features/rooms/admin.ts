import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import { affiliate, requireAffiliations, type Wish } from "./affiliations.ts";
import type { Draft } from "./draft.ts";
import { reasonIn } from "./invitations.ts";
import { changeRoles, type RoleWish } from "./roles.ts";
import { type Affiliation, affiliationOf, isAtLeast, occupantOf, type Role } from "./room.ts";

/** Items in one request. */
const MOST_ITEMS = 500;

const ROLES: readonly (Role | "none")[] = ["moderator", "participant", "visitor", "none"];
const AFFILIATIONS: readonly Affiliation[] = ["owner", "admin", "member", "none", "outcast"];

/** The lists of a room: who has which role or affiliation (XEP-0045 §8.5, §9.2, §9.5, §9.8, §10.5, §10.8). */
export function adminGet(d: Draft, query: Element): void {
  const items = query.elements().filter((child) => child.is("item", NS.mucAdmin));
  const item = items[0];
  if (!item || items.length !== 1) throw new StanzaError("bad-request");
  const role = ROLES.find((known) => known === item.attr("role"));
  const affiliation = AFFILIATIONS.find((known) => known === item.attr("affiliation"));
  if (role !== undefined && role !== "none" && affiliation === undefined) return d.result(roleList(d, role));
  if (affiliation === undefined || affiliation === "none" || role !== undefined) throw new StanzaError("bad-request");
  d.result(affiliationList(d, affiliation));
}

/** Changes of roles or affiliations: all of them, or none. */
export function adminSet(d: Draft, query: Element): void {
  const items = query.elements().filter((child) => child.is("item", NS.mucAdmin));
  if (items.length === 0 || items.length > MOST_ITEMS) throw new StanzaError("bad-request");
  // §17.4: one or the other
  const hasRoles = items.some((item) => item.attr("role") !== undefined);
  const hasAffiliations = items.some((item) => item.attr("affiliation") !== undefined);
  if (hasRoles === hasAffiliations) throw new StanzaError("bad-request");
  if (hasRoles) return changeRoles(d, items.map(roleWish));
  const wishes = items.map((item) => affiliationWish(d, item));
  requireAffiliations(d, wishes);
  affiliate(d, wishes, () => d.result());
}

function roleWish(item: Element): RoleWish {
  const role = ROLES.find((known) => known === item.attr("role"));
  const nick = item.attr("nick");
  if (role === undefined || nick === undefined) throw new StanzaError("bad-request");
  return { nick, role, reason: reasonIn(item) };
}

/** COMPAT: some clients name an occupant by nickname. */
function affiliationWish({ room }: Draft, item: Element): Wish {
  const affiliation = AFFILIATIONS.find((known) => known === item.attr("affiliation"));
  if (affiliation === undefined) throw new StanzaError("bad-request");
  const nick = item.attr("nick");
  const address = item.attr("jid") ?? room.occupants.get(nick ?? "")?.user;
  if (address === undefined) throw new StanzaError(nick === undefined ? "bad-request" : "item-not-found");
  const jid = Jid.tryParse(address);
  if (!jid) throw new StanzaError("jid-malformed");
  return {
    jid: jid.bare,
    affiliation,
    nick: item.attr("jid") === undefined ? undefined : nick,
    reason: reasonIn(item),
  };
}

function roleList({ room, request }: Draft, role: Role): Element {
  const asker = occupantOf(room, request.from);
  const affiliation = affiliationOf(room, request.from.bare);
  const isAdmin = isAtLeast(affiliation, "admin") || request.isAdmin;
  if (!isAdmin && (asker?.role !== "moderator" || role === "moderator")) throw new StanzaError("forbidden");
  const listed = [...room.occupants.values()].filter((occupant) => occupant.role === role);
  const items = listed.map(({ nick, user, seats }) =>
    xml("item", NS.mucAdmin, { affiliation: affiliationOf(room, user), jid: seats.at(-1)?.jid, nick, role }),
  );
  return xml("query", NS.mucAdmin, null, ...items);
}

function affiliationList(d: Draft, affiliation: Affiliation): Element {
  if (!maySee(d, affiliation)) throw new StanzaError("forbidden");
  const listed = [...d.room.affiliations].filter(([, one]) => one.affiliation === affiliation);
  const items = listed.map(([jid, { nick, reason }]) =>
    xml(
      "item",
      NS.mucAdmin,
      { affiliation, jid, nick },
      reason === undefined ? undefined : xml("reason", NS.mucAdmin, null, reason),
    ),
  );
  return xml("query", NS.mucAdmin, null, ...items);
}

/** §9.5: where everybody knows who the others are, those who belong there may see who else does, as they need to for encryption. */
function maySee({ room, request }: Draft, affiliation: Affiliation): boolean {
  const own = affiliationOf(room, request.from.bare);
  if (request.isAdmin || own === "owner") return true;
  if (affiliation === "outcast") return own === "admin";
  const isOpen = room.config.whois === "anyone";
  if (isOpen && (isAtLeast(own, "member") || occupantOf(room, request.from) !== undefined)) return true;
  return affiliation === "member" && own === "admin";
}
