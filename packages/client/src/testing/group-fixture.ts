import type { Engine } from "../engine.ts";
import { createFixture, type Fixture, Reports, settle, signedIn, until } from "./fixture.ts";

export const ROOM = "hill@rooms.example.com";
export const USER = "http://jabber.org/protocol/muc#user";

interface Occupant {
  readonly nick?: string;
  readonly codes?: readonly number[];
  readonly type?: string;
  readonly jid?: string;
  readonly role?: string;
}

export const presence = ({ nick = "alice", codes = [], type, jid = "alice@example.com/x", role }: Occupant) =>
  `<presence from='${ROOM}/${nick}'${type ? ` type='${type}'` : ""}><x xmlns='${USER}'>` +
  `<item affiliation='member' role='${role ?? (type ? "none" : "participant")}' jid='${jid}'/>` +
  `${codes.map((code) => `<status code='${code}'/>`).join("")}</x>` +
  `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-${nick}'/></presence>`;
export const refusal = (condition: string, nick = "alice") =>
  `<presence from='${ROOM}/${nick}' type='error'><error type='cancel'>` +
  `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`;
export const said = (nick: string, id: string, body: string, more = "") =>
  `<message from='${ROOM}/${nick}' type='groupchat' id='${id}'><body>${body}</body>` +
  `<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}' id='archived-${id}'/>` +
  `<occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-${nick}'/>${more}</message>`;
export const bookmark = (content: string) =>
  "<message from='alice@example.com' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>" +
  `<items node='urn:xmpp:bookmarks:1'>${content}</items></event></message>`;
export const entered =
  `<item id='${ROOM}'><conference xmlns='urn:xmpp:bookmarks:1' name='Hill' autojoin='true'>` +
  "<nick>alice</nick></conference></item>";

export const joins = ({ server }: Fixture) => server.sent(/<presence [^>]*to='hill@rooms[^>]*><x xmlns='[^']*muc'/);
export const texts = ({ server }: Fixture) => server.sent(/type='groupchat'.*<body>/);

/** Another device of ours has entered the group, and this one follows. */
export async function asked(): Promise<{ fixture: Fixture; engine: Engine; reports: Reports }> {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const reports = new Reports(engine);
  fixture.server.push(bookmark(entered));
  await until(() => joins(fixture).length === 1);
  return { fixture, engine, reports };
}

export async function inside() {
  const all = await asked();
  all.fixture.server.push(presence({ nick: "bob", jid: "bob@example.com/y" }));
  all.fixture.server.push(presence({ codes: [110] }));
  await until(() => all.engine.groups.get(ROOM)?.state.kind === "in");
  await settle();
  return all;
}
