import { dataForm, type Element, fieldValue, Jid, NS, parseDataForm, StanzaError, xml } from "@yonder/protocol";
import { affiliate, requireFreeNick } from "./affiliations.ts";
import { mayRead } from "./discovery.ts";
import type { Draft } from "./draft.ts";
import { affiliationOf } from "./room.ts";

const REGISTER_FORM = "http://jabber.org/protocol/muc#register";
/** Characters of a nickname. */
const LONGEST_NICK = 128;

/** What is needed to become a member and have a nickname of one's own (XEP-0045 §7.10). */
export function registerGet(d: Draft): void {
  requireAllowed(d);
  const own = d.room.affiliations.get(d.request.from.bare);
  if (own?.nick !== undefined) {
    const username = xml("username", NS.register, null, own.nick);
    return d.result(xml("query", NS.register, null, xml("registered", NS.register), username));
  }
  const form = dataForm({
    type: "form",
    formType: REGISTER_FORM,
    title: `Registration with ${d.room.jid.bare}`,
    fields: [{ name: "muc#register_roomnick", type: "text-single", label: "Nickname", isRequired: true, values: [] }],
  });
  d.result(xml("query", NS.register, null, xml("instructions", NS.register, null, "Choose a nickname."), form));
}

/** Registers the sender, or takes their registration back (XEP-0077 §3.2). */
export function registerSet(d: Draft, query: Element): void {
  const user = d.request.from.bare;
  const own = d.room.affiliations.get(user);
  if (query.child("remove")) return unregister(d);
  requireAllowed(d);
  const nick = nickIn(query);
  requireFreeNick(d, nick, user);
  const affiliation = own?.affiliation ?? "member";
  affiliate(d, [{ jid: user, affiliation, nick, reason: own?.reason }], () => d.result());
}

/** A mere member is one no more; whoever has more to do with the room only loses the nickname. */
function unregister(d: Draft): void {
  const user = d.request.from.bare;
  const own = d.room.affiliations.get(user);
  if (!own || own.affiliation === "outcast") throw new StanzaError("registration-required");
  const affiliation = own.affiliation === "member" ? "none" : own.affiliation;
  affiliate(d, [{ jid: user, affiliation, nick: "", reason: own.reason }], () => d.result());
}

/** Where members may do what others may not, they are those that administrators have made: to enter, to read the archive, to speak. */
function requireAllowed(d: Draft): void {
  const { room, request } = d;
  const affiliation = affiliationOf(room, request.from.bare);
  const { isMembersOnly, isModerated, password } = room.config;
  if (affiliation === "outcast") throw new StanzaError("forbidden");
  const isClosed = isMembersOnly || isModerated || password !== "" || !mayRead(d);
  if (affiliation === "none" && isClosed) throw new StanzaError("not-allowed");
}

function nickIn(query: Element): string {
  const x = query.child("x", NS.dataForms);
  const form = x && parseDataForm(x);
  if (form?.type !== "submit" || form.formType !== REGISTER_FORM) throw new StanzaError("bad-request");
  const nick = fieldValue(form, "muc#register_roomnick") ?? "";
  if (nick.trim() === "" || nick.length > LONGEST_NICK) throw new StanzaError("not-acceptable");
  const jid = Jid.tryParse(`room@service/${nick}`);
  if (jid?.resource === undefined) throw new StanzaError("not-acceptable");
  return jid.resource;
}
