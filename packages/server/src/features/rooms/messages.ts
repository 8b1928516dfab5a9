import {
  appendChild,
  dataFormIn,
  type Element,
  Jid,
  NS,
  originIdOf,
  StanzaError,
  withAttrs,
  withoutChildren,
  withoutStanzaIds,
  xml,
} from "@yonder/protocol";
import { fromText } from "../../store/archive-id.ts";
import { isArchived } from "./archive-rules.ts";
import type { Draft } from "./draft.ts";
import { decline, invite } from "./invitations.ts";
import { leave } from "./leaving.ts";
import { withOccupantId } from "./presences.ts";
import { affiliationOf, isAtLeast, type Occupant, occupantJid, occupantOf, placesOf } from "./room.ts";
import { askForVoice, grantVoice, VOICE_FORM } from "./voice.ts";

/** Characters of a subject. */
const LONGEST_SUBJECT = 4_096;
/** Bytes of what a message is known again by: a database's index takes no more than some. */
const LONGEST_ORIGIN = 1_024;

/** A message for the room or for one occupant (XEP-0045 §7.4, §7.5, §7.8, §7.13, §8.1). */
export function message(d: Draft): void {
  const { stanza, to } = d.request;
  const type = stanza.attr("type");
  if (type === "error") return bounced(d);
  if (to.resource !== undefined) return whisper(d, to.resource);
  if (type === "groupchat") return speak(d);
  return ask(d);
}

/** §7.4 */
function speak(d: Draft): void {
  const { stanza } = d.request;
  const occupant = requireOccupant(d);
  if (isSubjectChange(stanza)) return changeSubject(d, occupant);
  if (occupant.role === "visitor") throw new StanzaError("forbidden");
  const told = fromOccupant(d, occupant);
  if (isArchived(stanza)) return post(d, occupant, told, false);
  d.tell(placesOf(d.room), told);
}

/** §8.1: a message with a body or a thread is none. */
function isSubjectChange(stanza: Element): boolean {
  return stanza.child("subject") !== undefined && !stanza.child("body") && !stanza.child("thread");
}

function changeSubject(d: Draft, occupant: Occupant): void {
  const { config } = d.room;
  const isAllowed = occupant.role === "moderator" || (config.canChangeSubject && occupant.role === "participant");
  if (!isAllowed) throw new StanzaError("forbidden");
  const subject = d.request.stanza.childText("subject") ?? "";
  if (subject.length > LONGEST_SUBJECT) throw new StanzaError("not-acceptable", "The subject is too long.");
  post(d, occupant, fromOccupant(d, occupant), true);
}

function post(d: Draft, occupant: Occupant, stanza: Element, isSubject: boolean): void {
  const { from, node } = d.request;
  d.publish({
    stanza,
    author: occupant.user,
    place: { jid: from.toString(), node },
    origin: originOf(d, occupant),
    isSubject,
    isAgain: d.request.isAgain,
    retracts: retractionIn(d, occupant),
  });
}

/** Of one with an endless id, none: it is another message each time. */
function originOf({ request: { stanza } }: Draft, { user }: Occupant): string | undefined {
  const id = originIdOf(stanza) ?? stanza.attr("id");
  const origin = id && `${user} ${id}`;
  return origin && Buffer.byteLength(origin) <= LONGEST_ORIGIN ? origin : undefined;
}

/** XEP-0424 §5: a message that takes back another one of the same author. What moderators do they ask for (moderation.ts). */
function retractionIn(d: Draft, occupant: Occupant) {
  const retract = d.request.stanza.child("retract", NS.retraction);
  if (!retract) return undefined;
  if (retract.elements().some(({ name }) => name === "moderated")) throw new StanzaError("forbidden");
  const id = fromText(retract.attr("id") ?? "");
  const stamp = d.request.now.toISOString();
  const tombstone = xml("retracted", NS.retraction, { stamp, id: d.request.stanza.attr("id") });
  return id === undefined ? undefined : { id, isByAuthor: true, author: occupant.user, tombstone };
}

/** As the room tells it: from the occupant, with their id, and without what only the room says (XEP-0359 §5, XEP-0313 §6.1.2, XEP-0421 §4). */
function fromOccupant({ room, request }: Draft, occupant: Occupant): Element {
  const { stanza, newId } = request;
  const cleaned = withoutChildren(
    withoutStanzaIds(stanza, room.jid.bare),
    (child) =>
      child.ns === NS.mucUser ||
      (child.ns === NS.delay && Jid.tryParse(child.attr("from") ?? "")?.bare === room.jid.bare),
  );
  const from = occupantJid(room, occupant.nick);
  return withOccupantId(withAttrs(cleaned, { from, to: undefined, id: stanza.attr("id") ?? newId() }), occupant.id);
}

/** §7.5 */
function whisper(d: Draft, nick: string): void {
  const { stanza } = d.request;
  const sender = requireOccupant(d);
  if (stanza.attr("type") === "groupchat") throw new StanzaError("bad-request");
  const target = d.room.occupants.get(nick);
  if (!target) throw new StanzaError("item-not-found");
  if (!mayWhisper(d, sender)) throw new StanzaError("forbidden", "Private messages are not allowed here.");
  const told = fromOccupant(d, sender);
  d.tell(target.seats, appendChild(told, xml("x", NS.mucUser)));
}

function mayWhisper({ room }: Draft, { role }: Occupant): boolean {
  const { privateMessages } = room.config;
  if (privateMessages === "none") return false;
  if (role === "moderator" || privateMessages === "anyone") return true;
  return privateMessages === "participants" && role === "participant";
}

/** What is asked of the room in a message. */
function ask(d: Draft): void {
  const { stanza } = d.request;
  const x = stanza.child("x", NS.mucUser);
  if (x?.child("invite")) return invite(d, requireInviter(d), x);
  if (x?.child("decline")) return decline(d, x);
  const form = dataFormIn(stanza, VOICE_FORM);
  if (!form) throw new StanzaError("bad-request", "Messages for the room have the type groupchat.");
  const occupant = requireOccupant(d);
  if (occupant.role === "moderator" && form.fields.some(({ name }) => name === "muc#request_allow"))
    return grantVoice(d, form);
  askForVoice(d, occupant, form);
}

/** Our server speaks for a member whose invitation somebody has taken up (docs/invitations.md): no session has a bare address. */
function requireInviter(d: Draft): Pick<Occupant, "user"> {
  const { from, node } = d.request;
  if (from.resource !== undefined || node === undefined) return requireOccupant(d);
  if (!isAtLeast(affiliationOf(d.room, from.bare), "member")) throw new StanzaError("forbidden");
  return { user: from.bare };
}

function requireOccupant({ room, request }: Draft): Occupant {
  const occupant = occupantOf(room, request.from);
  if (!occupant) throw new StanzaError("not-acceptable", "You are not in the room.");
  return occupant;
}

/** §18.1.2: what the room sent could not be delivered, so the session is gone. Other errors end here. */
export function bounced(d: Draft): void {
  const { from, stanza } = d.request;
  const condition = StanzaError.from(stanza)?.condition;
  const occupant = occupantOf(d.room, from);
  if (occupant && condition !== undefined && GONE.has(condition))
    leave(d, occupant, from.toString(), { statuses: [333] });
}

/** Conditions that say that nobody is there. */
const GONE: ReadonlySet<string> = new Set([
  "gone",
  "item-not-found",
  "recipient-unavailable",
  "redirect",
  "remote-server-not-found",
  "remote-server-timeout",
  "service-unavailable",
]);
