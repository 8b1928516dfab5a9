import { appendChild, delay, type Element, stanzaId } from "@yonder/protocol";
import { timeOf, toText } from "../../store/archive-id.ts";
import type { Rooms } from "../../store/rooms.ts";
import { storedStanza } from "../../store/stored-stanza.ts";
import type { Announcement } from "./announcement.ts";
import type { Place, Room } from "./room.ts";

/** Messages that are read again for those who missed them; who missed more asks the archive. */
const MOST_MISSED = 1_000;

/** What sessions have not been told of a room's archive while it was kept by nobody, or they were on their way from node to node. */
export async function missed(
  rooms: Rooms,
  room: Room,
  announcements: readonly Announcement[],
  last: number,
): Promise<readonly { readonly id: number; readonly places: readonly Place[]; readonly stanza: Element }[]> {
  const behind = announcements.flatMap(({ node, members }) =>
    members.filter(({ seen }) => seen < last).map(({ jid, seen }) => ({ jid, node, seen })),
  );
  if (behind.length === 0) return [];
  const from = Math.min(...behind.map(({ seen }) => seen));
  const { messages } = await rooms.page(room.jid.local ?? "", {
    before: "",
    afterId: undefined,
    limit: MOST_MISSED,
    start: startOf(from),
  });
  return messages
    .filter(({ id }) => id > from && id <= last)
    .map(({ id, xml }) => ({
      id,
      places: behind.filter(({ seen }) => seen < id),
      stanza: appendChild(
        appendChild(storedStanza(xml), stanzaId(room.jid.bare, toText(id))),
        delay(timeOf(id), room.jid.bare),
      ),
    }));
}

/** Ids that are not in the archive cannot be named to it. */
function startOf(id: number): Date | undefined {
  return id === 0 ? undefined : timeOf(id);
}
