import { expect, test } from "vitest";
import { Draft, type Request } from "./draft.ts";
import { adminQuery, conditionIn, configQuery, ROOM, Stage } from "./stage.fixture.ts";

const ENDLESS = "x".repeat(2_000);

test("a message with an endless id is taken as it is, but not known again by that", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  for (const id of ["m1", ENDLESS])
    stage.does("hag", `<message to='${ROOM}' type='groupchat' id='${id}'><body>Double</body></message>`);
  expect(stage.posts.map(({ origin }) => origin)).toEqual(["hag@example.com m1", undefined]);
  expect(stage.posts.at(-1)?.stanza.attr("id")).toBe(ENDLESS);
});

test("an address that is longer than a database can find again is not kept", () => {
  const stage = new Stage({}, { hag: "owner" });
  const domain = Array.from({ length: 18 }, () => "x".repeat(55)).join(".");
  const jid = `${"x".repeat(1_000)}@${domain}`;
  expect(conditionIn(stage.asks("hag", "set", adminQuery(`affiliation='member' jid='${jid}'`)))).toBe("not-acceptable");
  expect(stage.changes).toEqual([]);
});

test("lists that are long are copied once, however many changes come together, and a step that is refused changes nothing", () => {
  const { room } = new Stage({}, { hag: "owner" });
  const draft = new Draft(room, {} as Request);
  const member = { affiliation: "member", nick: undefined, reason: undefined } as const;
  draft.affiliate("imp@example.com", member);
  const { affiliations } = draft.room;
  draft.affiliate("elf@example.com", member);
  expect(draft.room.affiliations).toBe(affiliations);
  expect([...affiliations.keys()]).toEqual(["hag@example.com", "imp@example.com", "elf@example.com"]);
  expect([...room.affiliations.keys()]).toEqual(["hag@example.com"]);
});

test("who enters is not buried in what was said: the newest of it is enough", () => {
  const stage = new Stage({ historyLength: 100 }, { hag: "owner" });
  stage.enters("hag");
  for (let n = 0; n < 10; n += 1) stage.says("hag", `${n}${"x".repeat(50_000)}`);
  const bodies = stage.enters("imp").flatMap((text) => /<body>(\d)/.exec(text)?.[1] ?? []);
  expect(bodies).toEqual(["5", "6", "7", "8", "9"]);
});

/** A room of so many people, who came as strangers. */
function crowdOf(count: number, config: ConstructorParameters<typeof Stage>[0] = {}): Stage {
  const stage = new Stage(config, { hag: "owner" });
  stage.enters("hag");
  for (let n = 1; n < count; n += 1) stage.enters(`imp${n}`);
  return stage;
}

test("a crowd is not told more of a crowd than a moment's work, and then nothing is changed", () => {
  const stage = crowdOf(400);
  const items = (count: number) => Array.from({ length: count }, (_, n) => `nick='imp${n + 1}' role='visitor'`);
  expect(conditionIn(stage.asks("hag", "set", adminQuery(...items(300))))).toBe("resource-constraint");
  expect(stage.roles.imp1).toBe("participant");
  expect(stage.asks("hag", "set", adminQuery(...items(100)))).toHaveLength(1 + 100 * 400);
  expect(stage.roles.imp1).toBe("visitor");
});

test("where a crowd is given voice, everybody hears it of themselves", () => {
  const stage = crowdOf(400, { isModerated: true });
  const told = stage.asks("hag", "set", configQuery({ "muc#roomconfig_moderatedroom": "0" }));
  expect(new Set(Object.values(stage.roles))).toEqual(new Set(["moderator", "participant"]));
  expect(told.filter((text) => text.includes("<presence "))).toHaveLength(399);
});

test("a visitor asks for voice once a minute", () => {
  const stage = crowdOf(2, { isModerated: true });
  const form = `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field><field var='muc#role'><value>participant</value></field></x>`;
  const ask = () => stage.does("imp1", `<message to='${ROOM}'>${form}</message>`);
  expect(ask()).toEqual([expect.stringMatching(/^hag\/pda: /)]);
  expect(conditionIn(ask())).toBe("policy-violation");
  stage.now = new Date(stage.now.getTime() + 60_000);
  expect(ask()).toEqual([expect.stringMatching(/^hag\/pda: /)]);
});
