import { type DataForm, dataForm, type Element, Jid, NS, parseDataForm, StanzaError, xml } from "@yonder/protocol";
import { affiliate, requireAffiliations, settle, type Wish } from "./affiliations.ts";
import { CONFIG_FORM, configForm, type RoomConfig, submitted } from "./config.ts";
import { type Draft, MOST_TOLD } from "./draft.ts";
import { reasonIn } from "./invitations.ts";
import { dissolve, removeNonMembers } from "./leaving.ts";
import { hide, isShown, tellAll, tellOthers, tellSelf } from "./presences.ts";
import { type Affiliation, affiliationOf, placesOf, type Room } from "./room.ts";

/** Addresses in a list of owners or administrators that comes with the configuration. */
const MOST_NAMED = 200;

/** The form in which an owner configures the room (XEP-0045 §10.1.3, §10.2). */
export function ownerGet(d: Draft): void {
  requireOwner(d);
  const { jid, config } = d.room;
  const form = configForm(config, `Configuration of ${jid.bare}`, named(d, "admin"), named(d, "owner"));
  d.result(xml("query", NS.mucOwner, null, dataForm(form)));
}

/** An owner configures the room, takes back that it was made, or destroys it (§10.1.2, §10.1.3, §10.2, §10.9). */
export function ownerSet(d: Draft, query: Element): void {
  requireOwner(d);
  const destroy = query.child("destroy");
  if (destroy) return destroyRoom(d, destroy);
  const x = query.child("x", NS.dataForms);
  if (!x) throw new StanzaError("bad-request");
  const form = parseDataForm(x);
  if (form.type === "cancel") return cancel(d);
  if (form.type !== "submit") throw new StanzaError("bad-request");
  if (form.fields.length > 0 && form.formType !== CONFIG_FORM) throw new StanzaError("bad-request");
  configure(d, form);
}

function requireOwner({ room, request }: Draft): void {
  if (!request.isAdmin && affiliationOf(room, request.from.bare) !== "owner") throw new StanzaError("forbidden");
}

function destroyRoom(d: Draft, destroy: Element): void {
  const venue = destroy.attr("jid");
  if (venue !== undefined && !Jid.tryParse(venue)) throw new StanzaError("jid-malformed");
  const reason = reasonIn(destroy);
  const password = destroy.childText("password");
  const told = xml(
    "destroy",
    NS.mucUser,
    { jid: venue },
    reason === undefined ? undefined : xml("reason", NS.mucUser, null, reason),
    password === undefined ? undefined : xml("password", NS.mucUser, null, password),
  );
  dissolve(d, told);
  d.result();
}

/** §10.1.3: a room whose owner does not want it is not made. */
function cancel(d: Draft): void {
  if (d.room.isLocked) dissolve(d, xml("destroy", NS.mucUser));
  d.result();
}

function configure(d: Draft, form: DataForm): void {
  const before = d.room;
  const config = submitted(before.config, form);
  const wishes = [
    ...wishesFor(d, form, "muc#roomconfig_roomowners", "owner"),
    ...wishesFor(d, form, "muc#roomconfig_roomadmins", "admin"),
  ];
  if (wishes.length > 0) requireAffiliations(d, wishes);
  d.configure(config);
  showRoles(d, before);
  if (wishes.length > 0) affiliate(d, wishes, () => undefined);
  d.result();
  if (config.isMembersOnly && !before.config.isMembersOnly) removeNonMembers(d);
  if (before.config.isModerated && !config.isModerated) giveVoice(d);
  if (!before.isLocked) tellOfChange(d, before.config, config);
}

/** What makes of the list of those with an affiliation the one in the form. */
function wishesFor(d: Draft, form: DataForm, name: string, affiliation: Affiliation): Wish[] {
  const field = form.fields.find((one) => one.name === name);
  if (!field) return [];
  if (field.values.length > MOST_NAMED) throw new StanzaError("not-acceptable", "These are too many.");
  const wanted = new Set(field.values.filter((text) => text !== "").map(bareOf));
  const present = named(d, affiliation);
  const wish = (jid: string, its: Affiliation): Wish => ({ jid, affiliation: its, nick: undefined, reason: undefined });
  const added = [...wanted]
    .filter((jid) => affiliationOf(d.room, jid) !== affiliation)
    .map((jid) => wish(jid, affiliation));
  const owners = new Set(form.fields.find((one) => one.name === "muc#roomconfig_roomowners")?.values);
  // Who goes from one list to the other is in the other's.
  const removed = present.filter((jid) => !wanted.has(jid) && !owners.has(jid));
  return [...added, ...removed.map((jid) => wish(jid, affiliation === "owner" ? "admin" : "member"))];
}

function bareOf(text: string): string {
  const jid = Jid.tryParse(text);
  if (jid?.local === undefined) throw new StanzaError("jid-malformed");
  return jid.bare;
}

function named({ room }: Draft, affiliation: Affiliation): string[] {
  return [...room.affiliations].filter(([, one]) => one.affiliation === affiliation).map(([jid]) => jid);
}

/** Where everybody may speak, nobody is left without voice. In a crowd everybody hears of their own: to tell all of all would be too much. */
function giveVoice(d: Draft): void {
  const visitors = [...d.room.occupants.values()].filter(({ role }) => role === "visitor");
  const isCrowd = visitors.length * placesOf(d.room).length > MOST_TOLD / 2;
  for (const occupant of visitors) settle(d, occupant, isCrowd ? tellSelf : tellAll);
}

/** Shows the others those whose role is shown from now on, and no longer those whose role is not; not in a crowd, for the same reason. */
function showRoles(d: Draft, before: Room): void {
  const occupants = [...d.room.occupants.values()];
  const changed = occupants.filter(({ role }) => isShown(before, role) !== isShown(d.room, role));
  if (changed.length * placesOf(d.room).length > MOST_TOLD / 2) return;
  for (const occupant of changed) (isShown(d.room, occupant.role) ? tellOthers : hide)(d, occupant);
}

/** §10.2.1 */
function tellOfChange(d: Draft, before: RoomConfig, after: RoomConfig): void {
  const codes: number[] = [];
  if (before.whois !== after.whois) codes.push(after.whois === "anyone" ? 172 : 173);
  if (before.isLogged !== after.isLogged) codes.push(after.isLogged ? 170 : 171);
  const keys = Object.keys(after) as (keyof RoomConfig)[];
  const hasChanged = (key: keyof RoomConfig) => JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  if (keys.some((key) => key !== "whois" && key !== "isLogged" && hasChanged(key))) codes.push(104);
  if (codes.length > 0) tellStatuses(d, codes);
}

/** A message that says that something about the room has changed. */
export function tellStatuses(d: Draft, codes: readonly number[]): void {
  const statuses = codes.map((code) => xml("status", NS.mucUser, { code: String(code) }));
  const attrs = { from: d.room.jid.bare, id: d.request.newId(), type: "groupchat" };
  d.tell(placesOf(d.room), xml("message", NS.client, attrs, xml("x", NS.mucUser, null, ...statuses)));
}
