import { expect, test } from "vitest";
import { conditionIn, NOW, ROOM, Stage } from "./stage.fixture.ts";

test("who enters is shown the others, then themselves, then what was said, then the subject (XEP-0045 §7.1)", () => {
  const stage = new Stage({ canChangeSubject: true });
  stage.enters("hag");
  stage.says("hag", "Double");
  stage.does("hag", `<message to='${ROOM}' type='groupchat'><subject>Trouble</subject></message>`);
  const told = stage.enters("imp").filter((text) => text.startsWith("imp/pda:"));
  expect(told.map((text) => /(coven@conference.example.com\/\w+).*?(<x|<body|<subject)/.exec(text)?.slice(1))).toEqual([
    [`${ROOM}/hag`, "<x"],
    [`${ROOM}/imp`, "<x"],
    [`${ROOM}/hag`, "<body"],
    [`${ROOM}/hag`, "<subject"],
  ]);
});

test("real addresses are shown to moderators alone, unless the room says so to who enters", () => {
  const closed = new Stage({}, { hag: "owner" });
  closed.enters("hag");
  closed.enters("elf");
  const told = closed.enters("imp");
  expect(told.find((text) => text.startsWith("hag/pda:"))).toContain("jid='imp@example.com/pda'");
  expect(told.find((text) => text.startsWith("elf/pda:"))).not.toContain("jid=");
  const open = new Stage({ whois: "anyone" });
  open.enters("elf");
  const shown = open.enters("imp");
  expect(shown.find((text) => text.startsWith("elf/pda:"))).toContain("jid='imp@example.com/pda'");
  expect(shown.find((text) => text.includes("<status code='110'/>"))).toContain("<status code='100'/>");
});

test("a session that enters once more is told everything again, and nobody else hears of it", () => {
  const stage = new Stage();
  stage.enters("hag");
  const first = stage.enters("imp").filter((text) => text.startsWith("imp/pda:"));
  expect(stage.enters("imp")).toEqual(first);
});

test("several devices of a user share a nickname, get what is said, and leave one by one (§7.2.8)", () => {
  const stage = new Stage();
  stage.enters("hag");
  stage.enters("imp/phone", "imp");
  stage.enters("imp/desk", "imp");
  expect(stage.says("imp/phone", "Fire").map((text) => text.split(":")[0])).toEqual([
    "hag/pda",
    "imp/phone",
    "imp/desk",
  ]);
  const partly = stage.does("imp/phone", `<presence type='unavailable' to='${ROOM}/imp'/>`);
  expect(partly).toHaveLength(1);
  expect(partly[0]).toMatch(/^imp\/phone: .*<status code='110'\/>/);
  const gone = stage.does("imp/desk", `<presence type='unavailable' to='${ROOM}/imp'/>`);
  expect(gone.map((text) => text.split(":")[0])).toEqual(["imp/desk", "hag/pda"]);
  expect(stage.roles).toEqual({ hag: "participant" });
});

test("a nickname belongs to one user at a time, or to whom it is reserved", () => {
  const stage = new Stage();
  stage.enters("hag");
  expect(conditionIn(stage.enters("imp", "hag"))).toBe("conflict");
  stage.asks(
    "hag",
    "set",
    "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>hag</value></field></x></query>",
  );
  stage.does("hag", `<presence type='unavailable' to='${ROOM}/hag'/>`);
  expect(conditionIn(stage.enters("imp", "hag"))).toBe("conflict");
  expect(conditionIn(stage.enters("hag"))).toBeUndefined();
});

test.each(["   ", "x".repeat(129)])("%j is no nickname", (nick) => {
  expect(conditionIn(new Stage().enters("hag", nick))).toBe("not-acceptable");
});

test("a room that is full lets in administrators alone (§7.2.9)", () => {
  const stage = new Stage({ maxUsers: 1 }, { root: "admin" });
  stage.enters("hag");
  expect(conditionIn(stage.enters("imp"))).toBe("service-unavailable");
  expect(conditionIn(stage.enters("root"))).toBeUndefined();
});

test("presence of roles that are not shown is not shown", () => {
  const stage = new Stage({ isModerated: true, shownRoles: ["moderator"] }, { hag: "owner" });
  stage.enters("hag");
  const told = stage.enters("imp");
  expect(told.some((text) => text.startsWith("hag/pda:"))).toBe(false);
  expect(told[0]).toContain("from='coven@conference.example.com/hag'");
});

test("what a client says that only the room may say is left out", () => {
  const stage = new Stage({ whois: "anyone" });
  stage.enters("hag");
  stage.enters("imp");
  const [told] = stage.does(
    "imp",
    `<presence to='${ROOM}/imp'><show>away</show><x xmlns='http://jabber.org/protocol/muc#user'><item role='moderator'/></x><occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/><hats xmlns='urn:xmpp:hats:0'><hat uri='forged' title='Judge'/></hats></presence>`,
  );
  expect(told).toContain("<show>away</show>");
  expect(told).not.toContain("moderator");
  expect(told).not.toContain("forged");
  expect(told?.match(/<occupant-id/g)).toHaveLength(1);
});

test("whoever bounces what the room sends is not there", () => {
  const stage = new Stage();
  stage.enters("hag");
  stage.enters("imp");
  const bounce = (condition: string) =>
    stage.does(
      "imp",
      `<message type='error' to='${ROOM}/hag'><error type='cancel'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
    );
  expect(bounce("not-acceptable")).toEqual([]);
  expect(bounce("recipient-unavailable")[1]).toContain("<status code='333'/>");
  expect(stage.roles).toEqual({ hag: "participant" });
});

test("a room that need not stay goes with the last one in it", () => {
  const stage = new Stage({ isPersistent: false });
  stage.enters("hag");
  stage.does("hag", `<presence type='unavailable' to='${ROOM}/hag'/>`);
  expect(stage.changes).toEqual([{ kind: "destroy" }]);
});

/** Five messages, one a minute, the last one just now; the bodies that somebody gets who enters with that wish. */
function history(wish: string): string[] {
  const stage = new Stage();
  stage.enters("hag");
  for (const n of [1, 2, 3, 4, 5]) {
    stage.now = new Date(NOW.getTime() - (5 - n) * 60_000);
    stage.says("hag", `m${n}`);
  }
  stage.now = NOW;
  const told = stage.enters("imp", "imp", wish).filter((text) => text.includes("<body>"));
  return told.map((text) => /<body>(\w+)/.exec(text)?.[1] ?? "");
}

test.each([
  ["", ["m1", "m2", "m3", "m4", "m5"]],
  ["<history maxstanzas='2'/>", ["m4", "m5"]],
  ["<history maxstanzas='0'/>", []],
  ["<history maxchars='0'/>", []],
  ["<history seconds='130'/>", ["m3", "m4", "m5"]],
  ["<history since='2026-11-22T11:58:30Z'/>", ["m4", "m5"]],
  ["<history since='1970-01-01T00:00:00Z' maxstanzas='1'/>", ["m5"]],
  ["<history seconds='nonsense' maxstanzas='-1'/>", ["m1", "m2", "m3", "m4", "m5"]],
])("of what was said before, %j gets %j (§7.2.14)", (wish, bodies) => {
  expect(history(wish)).toEqual(bodies);
});
