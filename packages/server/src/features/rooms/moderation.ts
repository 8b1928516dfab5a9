import { type Element, NS, StanzaError, withChildren, xml } from "@yonder/protocol";
import { fromText, toText } from "../../store/archive-id.ts";
import { Draft, type Request } from "./draft.ts";
import { reasonIn } from "./invitations.ts";
import { occupantJid, occupantOf, type Room } from "./room.ts";
import { refused, type Step } from "./step.ts";

/** A message of the archive. */
interface Found {
  readonly author: string;
  readonly stanza: Element;
}

/** XEP-0425: a moderator takes back what somebody has said. */
export function isModeration({ stanza, to }: Request): boolean {
  return (
    stanza.name === "iq" &&
    to.resource === undefined &&
    stanza.firstElement?.is("moderate", NS.messageModeration) === true
  );
}

export async function moderation(
  room: Room,
  request: Request,
  find: (id: number) => Promise<Found | undefined>,
): Promise<Step> {
  const d = new Draft(room, request);
  try {
    await moderate(d, find);
    return { room: d.room, changes: d.changes, effects: d.effects };
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    return refused(room, request, error);
  }
}

/** What remains of a message (XEP-0424 §5, XEP-0425 §4): who wrote it, and when, and that it is gone. */
export function tombstoneOf(stanza: Element, retracted: Element): Element {
  const occupantId = stanza.child("occupant-id", NS.occupantId);
  return withChildren(stanza, occupantId ? [occupantId, retracted] : [retracted]);
}

async function moderate(d: Draft, find: (id: number) => Promise<Found | undefined>): Promise<void> {
  const { stanza, from, newId, now } = d.request;
  const moderator = occupantOf(d.room, from);
  if (stanza.attr("type") !== "set") throw new StanzaError("bad-request");
  if (moderator?.role !== "moderator")
    throw new StanzaError("forbidden", "Only moderators take back what others said.");
  const asked = stanza.firstElement;
  const id = fromText(asked?.attr("id") ?? "");
  if (!asked?.child("retract", NS.retraction)) throw new StanzaError("bad-request");
  const message = id === undefined ? undefined : await find(id);
  if (id === undefined || !message || isNoMessage(message.stanza)) throw new StanzaError("item-not-found");
  const reason = reasonIn(asked);
  const said = reason === undefined ? undefined : xml("reason", NS.retraction, null, reason);
  const by = { by: occupantJid(d.room, moderator.nick) };
  const moderated = xml("moderated", NS.messageModeration, by, xml("occupant-id", NS.occupantId, { id: moderator.id }));
  const tombstone = xml("retracted", NS.retraction, { stamp: now.toISOString() }, moderated, said);
  const attrs = { from: d.room.jid.bare, id: newId(), type: "groupchat" };
  const retract = xml("retract", NS.retraction, { id: toText(id) }, moderated, said);
  d.publish({
    stanza: xml("message", NS.client, attrs, retract),
    author: d.room.jid.bare,
    place: undefined,
    origin: undefined,
    isSubject: false,
    isAgain: false,
    retracts: { id, isByAuthor: false, tombstone },
  });
  d.result();
}

/** What is gone already, or was said by the room itself. */
function isNoMessage(stanza: Element): boolean {
  return stanza.child("retracted", NS.retraction) !== undefined || stanza.attr("from")?.includes("/") !== true;
}
