import { discoInfo, type Element, NS, StanzaError, withAttrs } from "@yonder/protocol";
import { adminGet, adminSet } from "./admin.ts";
import { avatarGet, avatarSet } from "./avatar.ts";
import { roomInfo } from "./discovery.ts";
import type { Draft } from "./draft.ts";
import { listOccupants } from "./occupant-list.ts";
import { ownerGet, ownerSet } from "./owner.ts";
import { registerGet, registerSet } from "./registration.ts";
import { type Occupant, occupantJid, occupantOf } from "./room.ts";

/** An iq for the room or for one occupant (XEP-0045 §17.4). What reads the archive is answered elsewhere (archive.ts). */
export function iq(d: Draft): void {
  const { stanza, to } = d.request;
  if (to.resource !== undefined) return toOccupant(d, to.resource);
  const type = stanza.attr("type");
  if (type !== "get" && type !== "set") return;
  const payload = stanza.firstElement;
  if (!payload || stanza.elements().length !== 1) throw new StanzaError("bad-request");
  const handler = HANDLERS[type][`{${payload.ns}}${payload.name}`];
  if (!handler) throw new StanzaError("service-unavailable");
  handler(d, payload);
}

type Handler = (d: Draft, payload: Element) => void;

const HANDLERS: Readonly<Record<"get" | "set", Readonly<Record<string, Handler>>>> = {
  get: {
    [`{${NS.discoInfo}}query`]: (d, query) => d.result(discoInfo(roomInfo(d, query.attr("node")))),
    [`{${NS.discoItems}}query`]: (d, query) => d.result(listOccupants(d, query)),
    [`{${NS.mucAdmin}}query`]: adminGet,
    [`{${NS.mucOwner}}query`]: ownerGet,
    [`{${NS.register}}query`]: registerGet,
    [`{${NS.vcardTemp}}vCard`]: avatarGet,
    [`{${NS.ping}}ping`]: (d) => d.result(),
  },
  set: {
    [`{${NS.mucAdmin}}query`]: adminSet,
    [`{${NS.mucOwner}}query`]: ownerSet,
    [`{${NS.register}}query`]: registerSet,
    [`{${NS.vcardTemp}}vCard`]: avatarSet,
  },
};

/** §17.4: passed on, so that neither learns who the other is; one's own ping is answered at once (XEP-0410 §3.3). */
function toOccupant(d: Draft, nick: string): void {
  const { stanza, from } = d.request;
  const sender = occupantOf(d.room, from);
  const type = stanza.attr("type");
  const isRequest = type === "get" || type === "set";
  if (!sender) {
    const isDisco = stanza.child("query", NS.discoInfo) ?? stanza.child("query", NS.discoItems);
    // §6.6
    if (isRequest) throw new StanzaError(isDisco ? "bad-request" : "not-acceptable");
    return;
  }
  const target = d.room.occupants.get(nick);
  if (isRequest && stanza.child("ping", NS.ping) && target?.user === sender.user) return d.result();
  if (!target) {
    if (isRequest) throw new StanzaError("item-not-found");
    return;
  }
  if (isRequest) passRequest(d, sender, target);
  else passAnswer(d, sender, target);
}

/** To the session that was heard of last. In the id goes which session asks, in a way that says nothing of it. */
function passRequest(d: Draft, sender: Occupant, target: Occupant): void {
  const { stanza, from, occupantId } = d.request;
  const id = `${markOf(occupantId(from.toString()))}${stanza.attr("id") ?? ""}`;
  const seat = target.seats.at(-1);
  if (seat) d.tell([seat], withAttrs(stanza, { from: occupantJid(d.room, sender.nick), to: undefined, id }));
}

function passAnswer(d: Draft, sender: Occupant, target: Occupant): void {
  const { stanza, occupantId } = d.request;
  const id = stanza.attr("id") ?? "";
  const seat = target.seats.find(({ jid }) => id.startsWith(markOf(occupantId(jid))));
  if (!seat) return;
  const answer = withAttrs(stanza, {
    from: occupantJid(d.room, sender.nick),
    to: undefined,
    id: id.slice(MARK_LENGTH),
  });
  d.tell([seat], answer);
}

const MARK_LENGTH = 16;

function markOf(occupantId: string): string {
  return occupantId.slice(0, MARK_LENGTH);
}
