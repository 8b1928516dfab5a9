import { Jid, StanzaError } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { invitationTo } from "./invitations.ts";
import { closeIfEmpty, remove } from "./leaving.ts";
import { tellAll } from "./presences.ts";
import {
  type Affiliate,
  type Affiliation,
  affiliationOf,
  defaultRole,
  isAtLeast,
  type Occupant,
  occupantOf,
  ownersOf,
  type Role,
} from "./room.ts";

/** Somebody is to have an affiliation, and perhaps a nickname of their own: "" takes it away, undefined leaves it. */
export interface Wish {
  /** Bare address, or a domain to be banned. */
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly nick: string | undefined;
  readonly reason: string | undefined;
}

/** Throws StanzaError unless the sender may do all of this (XEP-0045 §5.2.1, §9.1 to §9.5, §10.3 to §10.8). */
export function requireAffiliations(d: Draft, wishes: readonly Wish[]): void {
  const { room, request } = d;
  const own = request.isAdmin ? "owner" : affiliationOf(room, request.from.bare);
  if (!isAtLeast(own, "admin")) throw new StanzaError("forbidden");
  for (const wish of wishes) requireWish(d, own, wish);
  requireOwner(d, wishes);
  for (const { nick, jid } of wishes) if (nick) requireFreeNick(d, nick, jid);
}

function requireWish({ room, request }: Draft, own: Affiliation, { jid, affiliation }: Wish): void {
  // §9.1
  if (affiliation === "outcast" && jid === request.from.bare) throw new StanzaError("conflict");
  if (own === "owner") return;
  // §10.3 and §10.6: the lists of owners and administrators are the owners'
  if (isAtLeast(affiliation, "admin")) throw new StanzaError("forbidden");
  if (isAtLeast(affiliationOf(room, jid), "admin") && jid !== request.from.bare) throw new StanzaError("not-allowed");
}

/** §10.4: somebody has to own the room. */
function requireOwner({ room }: Draft, wishes: readonly Wish[]): void {
  const owners = new Set(ownersOf(room));
  if (owners.size === 0) return;
  for (const { jid, affiliation } of wishes) {
    if (affiliation === "owner") owners.add(jid);
    else owners.delete(jid);
  }
  if (owners.size === 0) throw new StanzaError("conflict", "The room needs an owner.");
}

/** §7.2.8 and §7.10 */
export function requireFreeNick({ room }: Draft, nick: string, jid: string): void {
  const isReserved = [...room.affiliations].some(([other, affiliate]) => affiliate.nick === nick && other !== jid);
  const occupant = room.occupants.get(nick);
  if (isReserved || (occupant && occupant.user !== jid)) throw new StanzaError("conflict");
}

/** Changes affiliations and tells those who are here; `answer` comes behind what those are told who have to go (§9.1). */
export function affiliate(d: Draft, wishes: readonly Wish[], answer: () => void): void {
  const former = d.room;
  const before = new Map(wishes.map(({ jid }) => [jid, affiliationOf(former, jid)]));
  for (const wish of wishes) d.affiliate(wish.jid, affiliateOf(d, wish));
  const actor = occupantOf(d.room, d.request.from)?.nick;
  const occupants = [...d.room.occupants.values()];
  const gone: { self(): void; others(): void }[] = [];
  const changed: { occupant: Occupant; reason: string | undefined }[] = [];
  for (const occupant of occupants) {
    const wish = wishes.find(
      ({ jid }) => jid === occupant.user || jid === occupant.user.slice(occupant.user.indexOf("@") + 1),
    );
    if (!wish) continue;
    const status = reasonToGo(d, occupant);
    if (status !== undefined) gone.push(remove(d, occupant, { statuses: [status], actor, reason: wish.reason }));
    else if (before.get(wish.jid) !== wish.affiliation) changed.push({ occupant, reason: wish.reason });
  }
  for (const { self } of gone) self();
  answer();
  for (const { others } of gone) others();
  for (const { occupant, reason } of changed)
    settle(d, occupant, tellAll, affiliationOf(former, occupant.user), reason);
  inviteMembers(d, wishes, before);
  closeIfEmpty(d);
}

function affiliateOf({ room }: Draft, { jid, affiliation, nick, reason }: Wish): Affiliate | undefined {
  if (affiliation === "none") return undefined;
  // §9.1: who is banned has no nickname
  const kept = affiliation === "outcast" ? undefined : (nick ?? room.affiliations.get(jid)?.nick);
  return { affiliation, nick: kept || undefined, reason };
}

/** 301: banned · 321: no member any more (§9.4). */
function reasonToGo({ room }: Draft, { user }: Occupant): number | undefined {
  const affiliation = affiliationOf(room, user);
  if (affiliation === "outcast") return 301;
  return affiliation === "none" && room.config.isMembersOnly ? 321 : undefined;
}

/** §5.1.3: the role follows what somebody gains, and what they lose by it. */
export function settle(
  d: Draft,
  occupant: Occupant,
  tell: typeof tellAll,
  before: Affiliation = affiliationOf(d.room, occupant.user),
  reason?: string,
): void {
  const role = roleAfter(d, occupant, before);
  const changed = { ...occupant, role };
  d.seat(changed);
  tell(d, changed, { reason, formerRole: occupant.role });
}

/** §9.6: who was made a moderator does not lose that by becoming a member. */
function roleAfter({ room }: Draft, { role, user }: Occupant, before: Affiliation): Role {
  const affiliation = affiliationOf(room, user);
  const usual = defaultRole(room.config, affiliation);
  const isLowered = role === "moderator" && !isAtLeast(affiliation, before);
  return isLowered || usual === "moderator" || role === "visitor" ? usual : role;
}

/** §9.5: a room for members tells those who are new. */
function inviteMembers(d: Draft, wishes: readonly Wish[], before: ReadonlyMap<string, Affiliation>): void {
  if (!d.room.config.isMembersOnly) return;
  for (const { jid, affiliation, reason } of wishes) {
    const to = Jid.tryParse(jid);
    const isNew = before.get(jid) === "none" && isAtLeast(affiliation, "member");
    if (isNew && to?.local !== undefined) d.route(invitationTo(d, to, d.request.from.bare, reason), true);
  }
}
