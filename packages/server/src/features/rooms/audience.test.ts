import { type Element, Jid, NS, parseElement, type StreamError, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { Session } from "../../stream/session.ts";
import { Audience } from "./audience.ts";

const ROOM = "coven@conference.example.com";

/** Sessions of this node that note what they are given; one that is slow takes no more until it is told to. */
function stage() {
  const given = new Map<string, string[]>();
  const sessions = new Map<string, Session>();
  const behind: string[] = [];
  let release: (() => void) | undefined;
  const audience = new Audience({
    node: "node-1",
    sessions: { find: (user, resource) => sessions.get(`${user}/${resource}`) },
    isUnwanted: (_, stanza) => stanza.attr("from") === `${ROOM}/pest`,
    onBehind: (room) => behind.push(room),
  });
  return {
    audience,
    behind,
    login(address: string): Session {
      const taken: string[] = [];
      given.set(address, taken);
      const session = {
        jid: Jid.parse(address),
        send: (stanza: Element) => taken.push(serialize(stanza, NS.client)),
        drained: () => new Promise<void>((resolve) => (release = resolve)),
        close: ({ condition }: StreamError) => taken.push(condition),
      } as unknown as Session;
      sessions.set(address, session);
      return session;
    },
    given: (address: string) => given.get(address)?.splice(0) ?? [],
    release: () => release?.(),
    tell: (
      to: readonly string[],
      text: string,
      mark: { last?: number; id?: number; after?: number; fence?: number } = {},
    ) =>
      audience.tell({ room: ROOM, fence: 1, last: 0, ...mark, to, stanza: parseElement(text, undefined, NS.client) }),
  };
}

const presence = (nick: string, codes = "", type = "") =>
  `<presence from='${ROOM}/${nick}'${type && ` type='${type}'`}><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant'/>${codes}</x><occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-${nick}'/></presence>`;
const self = (nick: string, type = "") => presence(nick, "<status code='110'/>", type);
const said = (body: string, nick = "imp") =>
  `<message from='${ROOM}/${nick}' type='groupchat'><body>${body}</body></message>`;

const HAG = "hag@example.com/pda";
const ELF = "elf@example.com/pda";

test("each session is given what it is told, under its own address, and nobody is found who is not here", () => {
  const { login, tell, given } = stage();
  login(HAG);
  expect(tell([HAG, ELF], said("Fire"))).toEqual([ELF]);
  expect(given(HAG)).toEqual([`<message from='${ROOM}/imp' type='groupchat' to='${HAG}'><body>Fire</body></message>`]);
});

test("nothing is remembered of a room that tells something to nobody here", () => {
  const { audience, tell } = stage();
  expect(tell([HAG], presence("imp"))).toEqual([HAG]);
  expect(audience.rooms).toEqual([]);
});

test("it is remembered who is in a room, since when, and whom they were shown", () => {
  const { audience, login, tell } = stage();
  login(HAG);
  tell([HAG], presence("imp"));
  tell([HAG], self("hag"), { last: 7 });
  tell([HAG], said("Fire"), { id: 9, after: 7, last: 9 });
  expect(audience.announcement(ROOM)).toMatchObject({
    node: "node-1",
    members: [{ jid: HAG, nick: "hag", role: "participant", seen: 9 }],
    nicks: [
      ["imp", "id-imp"],
      ["hag", "id-hag"],
    ],
  });
  tell([HAG], self("hag", "unavailable"));
  expect(audience.announcement(ROOM)).toBeUndefined();
});

test("what was told already is not told again", () => {
  const { login, tell, given } = stage();
  login(HAG);
  tell([HAG], self("hag"), { last: 7 });
  given(HAG);
  tell([HAG], said("Fire"), { id: 9, after: 7 });
  tell([HAG], said("Fire"), { id: 9 });
  expect(given(HAG)).toHaveLength(1);
});

test("who has missed something waits for it, and for what comes behind it", () => {
  const { login, tell, given, behind } = stage();
  login(HAG);
  tell([HAG], self("hag"), { last: 7 });
  given(HAG);
  tell([HAG], said("two"), { id: 9, after: 8 });
  expect([given(HAG), behind]).toEqual([[], [ROOM]]);
  tell([HAG], said("one"), { id: 8 });
  tell([HAG], said("two"), { id: 9 });
  tell([HAG], said("three"), { id: 10, after: 9 });
  expect(given(HAG)).toHaveLength(3);
});

test("who kept the room before is not listened to any more", () => {
  const { login, tell, given } = stage();
  login(HAG);
  tell([HAG], self("hag"), { fence: 2 });
  given(HAG);
  tell([HAG], said("late"), { fence: 1 });
  expect(given(HAG)).toEqual([]);
  tell([HAG], said("a word from nobody in particular"), { fence: 0 });
  expect(given(HAG)).toHaveLength(1);
});

test("a session that moves takes along in which rooms it is", () => {
  const [here, there] = [stage(), stage()];
  const session = here.login(HAG);
  here.tell([HAG], self("hag"), { last: 7 });
  const packed: unknown = JSON.parse(JSON.stringify(here.audience.pack(session)));
  expect(here.audience.announcement(ROOM)).toBeUndefined();
  expect(there.audience.unpack(there.login(HAG), packed)).toEqual([ROOM]);
  expect(there.audience.announcement(ROOM)).toMatchObject({ members: [{ jid: HAG, nick: "hag", seen: 7 }] });
  expect(there.audience.unpack(there.login(ELF), [{ room: ROOM }, null, "nonsense"])).toEqual([]);
});

test("a session is given no more at once than it takes, in order", async () => {
  const { login, tell, given, release } = stage();
  login(HAG);
  for (let n = 0; n < 150; n += 1) tell([HAG], said(String(n)));
  const bodies = () => given(HAG).map((text) => Number(/<body>(\d+)/.exec(text)?.[1]));
  expect(bodies()).toEqual(Array.from({ length: 100 }, (_, n) => n));
  release();
  await new Promise((resolve) => setImmediate(resolve));
  expect(bodies()).toEqual(Array.from({ length: 50 }, (_, n) => 100 + n));
});

test("a session that takes nothing of what it is told is let go before that is too much to keep", () => {
  const { login, tell, given } = stage();
  login(HAG);
  const long = said("x".repeat(200_000));
  for (let n = 0; n < 180; n += 1) tell([HAG], long);
  expect(given(HAG)).toHaveLength(100);
  for (let n = 0; n < 10; n += 1) tell([HAG], long);
  expect(given(HAG)).toEqual(["resource-constraint"]);
});

test("what a user does not want to hear from somebody they do not hear", () => {
  const { login, tell, given } = stage();
  login(HAG);
  tell([HAG], said("Buy!", "pest"));
  expect(given(HAG)).toEqual([]);
});
