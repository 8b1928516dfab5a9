import { createArchiveIds } from "../store/archive-id.ts";
import { filterOf, pagingRange } from "../store/page-range.ts";
import type { RoomChange, RoomMessage, Rooms, StoredAffiliate, StoredRoom, Tenure } from "../store/rooms.ts";
import { StoreError } from "../store/store.ts";

type Kept = RoomMessage & { readonly nick: string; readonly origin: string | undefined };

interface Entry {
  room: StoredRoom;
  messages: Kept[];
}

/** Rooms in memory, with the port's behaviour as far as the feature uses it. */
export function memoryRooms(now: () => number): Rooms {
  const entries = new Map<string, Entry>();
  const held = ({ room, fence }: Tenure): Entry => {
    const entry = entries.get(room);
    if (entry?.room.tenure.fence !== fence) throw new StoreError("conflict", "taken over");
    return entry;
  };
  return {
    async open(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      entry.room = { ...entry.room, tenure: { room: name, fence: entry.room.tenure.fence + 1 } };
      return entry.room;
    },
    async create(name, settings) {
      if (entries.has(name)) throw new StoreError("conflict", "there is one");
      const tenure = { room: name, fence: 1 };
      const room: StoredRoom = { tenure, settings, affiliates: [], subject: undefined, avatar: undefined };
      entries.set(name, { room, messages: [] });
      return room;
    },
    async change(tenure, changes) {
      const entry = held(tenure);
      for (const change of changes) {
        if (change.kind === "destroy") entries.delete(tenure.room);
        else entry.room = changed(entry.room, change);
      }
    },
    async clear(tenure, limit) {
      const { messages } = held(tenure);
      messages.splice(0, limit);
      return messages.length > 0;
    },
    async append(tenure, messages) {
      const entry = held(tenure);
      const ids = createArchiveIds(0, entry.messages.at(-1)?.id ?? 0);
      return messages.map((message) => {
        const { origin, xml, replaces } = message;
        const known = entry.messages.find((one) => origin !== undefined && one.origin === origin && one.xml === xml);
        if (known) return { id: known.id, isRepeated: true };
        const id = ids.next(now());
        entry.messages.push({ ...message, id });
        if (message.isSubject) entry.room = { ...entry.room, subject: { xml, id } };
        if (replaces)
          entry.messages = entry.messages.map((one) => (one.id === replaces.id ? { ...one, xml: replaces.xml } : one));
        return { id, isRepeated: false };
      });
    },
    async page(name, query) {
      const all = entries.get(name)?.messages ?? [];
      for (const id of query.ids ?? [])
        if (!all.some((one) => one.id === id)) throw new StoreError("not-found", "no such id");
      const { low, high } = pagingRange(query, filterOf(query));
      const found = all.filter(
        ({ id, author, nick, xml }) =>
          (query.text === undefined || xml.includes(query.text)) &&
          (query.with ?? author) === author &&
          (query.nick ?? nick) === nick &&
          (query.ids?.includes(id) ?? true) &&
          id > low &&
          id < high,
      );
      const from = query.before === undefined ? 0 : Math.max(0, found.length - query.limit);
      const messages = found.slice(from, from + query.limit);
      const count = query.wantsCount ? { count: found.length, firstIndex: from } : {};
      return { messages, isComplete: messages.length === found.length, ...count };
    },
    async metadata(name) {
      const all = entries.get(name)?.messages ?? [];
      const [first, last] = [all.at(0), all.at(-1)];
      return first && last && { first: first.id, last: last.id };
    },
    async list(after, limit) {
      const open = [...entries].filter(([, { room }]) => room.settings.isPublic && !room.settings.isLocked);
      const rooms = open.map(([room, entry]) => ({ room, title: entry.room.settings.title }));
      const sorted = rooms.toSorted((a, b) => (a.room < b.room ? -1 : 1));
      return { rooms: sorted.filter(({ room }) => room > after).slice(0, limit), count: rooms.length };
    },
    affiliated: async (jid) =>
      [...entries].filter(([, { room }]) => room.affiliates.some((one) => one.jid === jid)).map(([name]) => name),
  };
}

function changed(room: StoredRoom, change: Exclude<RoomChange, { kind: "destroy" }>): StoredRoom {
  if (change.kind === "settings") return { ...room, settings: change.settings };
  if (change.kind === "avatar") return { ...room, avatar: change.avatar };
  if (change.kind === "affiliate") return withAffiliate(room, change.affiliate.jid, change.affiliate);
  return withAffiliate(room, change.jid, undefined);
}

function withAffiliate(room: StoredRoom, jid: string, affiliate: StoredAffiliate | undefined): StoredRoom {
  const others = room.affiliates.filter((one) => one.jid !== jid);
  return { ...room, affiliates: affiliate ? [...others, affiliate] : others };
}
