import type { Occupants } from "./occupants.ts";
import type { Room } from "./room.ts";
import type { Group, GroupMember } from "./types.ts";

/** A group as the screens show it. */
export function viewGroup(room: Room, ownAddress: string): Group {
  const { address, record, info, entrance, occupants } = room;
  const members = occupants.members(entrance.nick, ownAddress);
  const own = members.find(({ isOwn }) => isOwn);
  const isAdmin = own?.role === "owner" || own?.role === "admin";
  return {
    address,
    name: record.name,
    description: info?.description ?? "",
    subject: record.subject ?? "",
    state: entrance.state,
    nick: entrance.nick,
    role: own?.role ?? "guest",
    isMuted: own?.isMuted ?? false,
    members: sorted(members),
    isClosed: info?.isClosed ?? false,
    mayInvite: isAdmin || (info !== undefined && (!info.isClosed || info.mayMembersInvite)),
    mayDescribe: isAdmin || info?.mayAllDescribe === true,
    typing: room.writers.names,
    notify: record.notify,
    notices: room.notices.list,
    ...(room.picture && { picture: room.picture }),
  };
}

const RANK = { here: 0, away: 1, gone: 2 } as const;

/** Who is here comes first. */
function sorted(members: ReturnType<Occupants["members"]>): readonly GroupMember[] {
  const nameOf = ({ nick, key }: GroupMember) => nick || key;
  return members.toSorted((a, b) => RANK[a.presence] - RANK[b.presence] || nameOf(a).localeCompare(nameOf(b)));
}
