import { StanzaError } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { closeIfEmpty, remove } from "./leaving.ts";
import { tellAll } from "./presences.ts";
import { affiliationOf, isAtLeast, type Occupant, occupantOf, type Role } from "./room.ts";

/** Somebody is to get a role; "none": is to be kicked. */
export interface RoleWish {
  readonly nick: string;
  readonly role: Role | "none";
  readonly reason: string | undefined;
}

/** Kicks, and changes of voice and of moderators (XEP-0045 §8.2 to §8.5, §9.6 to §9.8): all of them, or none. */
export function changeRoles(d: Draft, wishes: readonly RoleWish[]): void {
  const actor = occupantOf(d.room, d.request.from);
  if (actor?.role !== "moderator") throw new StanzaError("forbidden");
  for (const wish of wishes) requireRole(d, actor, targetOf(d, wish), wish.role);
  const gone = wishes
    .filter(({ role }) => role === "none")
    .map((wish) => remove(d, targetOf(d, wish), { statuses: [307], actor: actor.nick, reason: wish.reason }));
  // §8.2: those who are kicked are told first, then who wanted it, then the others
  for (const { self } of gone) self();
  d.result();
  for (const { others } of gone) others();
  for (const { nick, role, reason } of wishes) {
    const occupant = d.room.occupants.get(nick);
    if (role === "none" || !occupant || occupant.role === role) continue;
    const changed = { ...occupant, role };
    d.seat(changed);
    tellAll(d, changed, { reason, formerRole: occupant.role });
  }
  closeIfEmpty(d);
}

function targetOf({ room }: Draft, { nick }: RoleWish): Occupant {
  const target = room.occupants.get(nick);
  if (!target) throw new StanzaError("item-not-found");
  return target;
}

/** Throws StanzaError when this moderator must not do this to that occupant. */
function requireRole({ room }: Draft, actor: Occupant, target: Occupant, role: Role | "none"): void {
  const own = affiliationOf(room, actor.user);
  const theirs = affiliationOf(room, target.user);
  if (role === "moderator") {
    // §9.6
    if (!isAtLeast(own, "admin")) throw new StanzaError("forbidden");
    return;
  }
  const isHigher = !isAtLeast(own, theirs);
  // §8.2: nobody is kicked by who is lower
  if (role === "none") {
    if (isHigher) throw new StanzaError("not-allowed");
    return;
  }
  // §8.4 and §9.7: owners and administrators always have voice, and moderate
  if (isHigher || isAtLeast(theirs, "admin")) throw new StanzaError("not-allowed");
  if (target.role === "moderator" && !isAtLeast(own, "admin")) throw new StanzaError("forbidden");
}
