import type { GroupMember, GroupRole } from "./types.ts";
import type { Affiliation, OccupantPresence } from "./wire.ts";

/** More people than this are not told apart. */
const MAX_OCCUPANTS = 5_000;

/** Who is in a room, and who belongs to it. */
export class Occupants {
  readonly #here = new Map<string, OccupantPresence>();
  /** Affiliations by bare address, of those who are not here too. */
  readonly #affiliations = new Map<string, Affiliation>();

  /** The room is entered anew: who is here will be told again. */
  restart(): void {
    this.#here.clear();
  }

  get count(): number {
    return this.#here.size;
  }

  get(nick: string): OccupantPresence | undefined {
    return this.#here.get(nick);
  }

  has(address: string): boolean {
    return this.#affiliations.has(address) || [...this.#here.values()].some((one) => one.address === address);
  }

  set(occupant: OccupantPresence): void {
    if (this.#here.size >= MAX_OCCUPANTS && !this.#here.has(occupant.nick)) return;
    this.#here.set(occupant.nick, occupant);
    if (occupant.address) this.affiliate(occupant.address, occupant.affiliation);
  }

  remove(occupant: OccupantPresence): void {
    this.#here.delete(occupant.nick);
    if (occupant.address) this.affiliate(occupant.address, occupant.affiliation);
  }

  affiliate(address: string, affiliation: Affiliation): void {
    const isMember = affiliation === "owner" || affiliation === "admin" || affiliation === "member";
    if (!isMember) this.#affiliations.delete(address);
    else if (this.#affiliations.size < MAX_OCCUPANTS) this.#affiliations.set(address, affiliation);
  }

  /** The room's lists, whole. */
  setAffiliations(all: ReadonlyMap<string, Affiliation>): void {
    this.#affiliations.clear();
    for (const [address, affiliation] of all) this.affiliate(address, affiliation);
  }

  /** Each person once, however many names or devices they are here with. */
  members(ownNick: string, ownAddress: string): readonly GroupMember[] {
    const members = new Map<string, GroupMember>();
    for (const occupant of this.#here.values()) {
      const member = memberOf(occupant, occupant.nick === ownNick || occupant.address === ownAddress);
      members.set(member.key, member);
    }
    for (const [address, affiliation] of this.#affiliations) {
      if (members.has(address)) continue;
      const isOwn = address === ownAddress;
      const role = roleOf(affiliation);
      members.set(address, { key: address, nick: "", address, role, isMuted: false, presence: "gone", isOwn });
    }
    return [...members.values()];
  }
}

function memberOf(occupant: OccupantPresence, isOwn: boolean): GroupMember {
  const { nick, address, id, affiliation, role, presence, status } = occupant;
  return {
    key: address ?? id ?? nick,
    nick,
    role: roleOf(affiliation),
    isMuted: role === "visitor",
    presence,
    isOwn,
    ...(address && { address }),
    ...(id && { id }),
    ...(status && { status }),
  };
}

function roleOf(affiliation: Affiliation): GroupRole {
  return affiliation === "none" || affiliation === "outcast" ? "guest" : affiliation;
}
