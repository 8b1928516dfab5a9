import { expect, test } from "vitest";
import type { Affiliation } from "./room.ts";
import { adminQuery, conditionIn, Stage } from "./stage.fixture.ts";

/** A moderator with that affiliation wants something of an occupant with that one. */
function wants(own: Affiliation, theirs: Affiliation, role: string): string | undefined {
  const stage = new Stage({}, { root: "owner" });
  stage.enters("root");
  stage.enters("actor");
  stage.enters("other");
  stage.asks("root", "set", adminQuery("nick='actor' role='moderator'"));
  const affiliate = (user: string, affiliation: Affiliation) =>
    stage.asks("root", "set", adminQuery(`affiliation='${affiliation}' jid='${user}@example.com'`));
  if (own !== "none") affiliate("actor", own);
  if (theirs !== "none") affiliate("other", theirs);
  return conditionIn(stage.asks("actor", "set", adminQuery(`nick='other' role='${role}'`)));
}

test("nobody is kicked by who is lower (XEP-0045 §8.2)", () => {
  expect(wants("none", "none", "none")).toBeUndefined();
  expect(wants("none", "member", "none")).toBe("not-allowed");
  expect(wants("member", "admin", "none")).toBe("not-allowed");
  expect(wants("admin", "owner", "none")).toBe("not-allowed");
  expect(wants("admin", "member", "none")).toBeUndefined();
  expect(wants("owner", "owner", "none")).toBeUndefined();
});

test("owners and administrators always have voice, and moderate (§8.4, §9.7)", () => {
  expect(wants("owner", "admin", "visitor")).toBe("not-allowed");
  expect(wants("owner", "owner", "participant")).toBe("not-allowed");
  expect(wants("admin", "admin", "visitor")).toBe("not-allowed");
  expect(wants("none", "none", "visitor")).toBeUndefined();
});

test("only administrators make moderators (§9.6)", () => {
  expect(wants("none", "none", "moderator")).toBe("forbidden");
  expect(wants("member", "none", "moderator")).toBe("forbidden");
  expect(wants("admin", "none", "moderator")).toBeUndefined();
});

test("whoever does not moderate changes no roles, and nobody who is not here gets one", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  stage.enters("imp");
  expect(conditionIn(stage.asks("imp", "set", adminQuery("nick='hag' role='none'")))).toBe("forbidden");
  expect(conditionIn(stage.asks("hag", "set", adminQuery("nick='elf' role='none'")))).toBe("item-not-found");
});

test("the lists of roles are seen by moderators, that of the moderators by administrators", () => {
  const stage = new Stage({}, { hag: "owner" });
  for (const who of ["hag", "imp", "elf"]) stage.enters(who);
  stage.asks("hag", "set", adminQuery("nick='imp' role='moderator'"));
  expect(stage.asks("imp", "get", adminQuery("role='participant'"))[0]).toContain(
    "<item affiliation='none' jid='elf@example.com/pda' nick='elf' role='participant'/>",
  );
  expect(conditionIn(stage.asks("imp", "get", adminQuery("role='moderator'")))).toBe("forbidden");
  expect(conditionIn(stage.asks("elf", "get", adminQuery("role='participant'")))).toBe("forbidden");
});

test("a visitor who asks for voice is given it by a moderator who says yes", () => {
  const stage = new Stage({ isModerated: true }, { hag: "owner" });
  stage.enters("hag");
  stage.enters("imp");
  const form = (fields: string) =>
    `<message to='coven@conference.example.com'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field>${fields}</x></message>`;
  const asked = stage.does("imp", form("<field var='muc#role'><value>participant</value></field>"));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(/^hag\/pda: .*imp@example.com\/pda/);
  const grant = (answer: string) =>
    form(
      `<field var='muc#roomnick'><value>imp</value></field><field var='muc#request_allow'><value>${answer}</value></field>`,
    );
  stage.does("hag", grant("0"));
  expect(stage.roles.imp).toBe("visitor");
  stage.does("hag", grant("1"));
  expect(stage.roles.imp).toBe("participant");
});

test("who is made something that is not shown has gone, for the others (§9.7, §16.5.3)", () => {
  const stage = new Stage({ shownRoles: ["moderator"] }, { hag: "owner" });
  for (const who of ["hag", "imp", "elf"]) stage.enters(who);
  const told = (query: string) =>
    stage.asks("hag", "set", query).filter((text) => text.startsWith("elf/pda: <presence"));
  expect(told(adminQuery("nick='imp' role='moderator'"))).toEqual([expect.stringContaining("role='moderator'")]);
  expect(told(adminQuery("nick='imp' role='participant'"))).toEqual([
    "elf/pda: <presence type='unavailable' from='coven@conference.example.com/imp'>" +
      "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-of-imp@example.com-in-this-room'/>" +
      "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'/></x></presence>",
  ]);
  expect(told(adminQuery("nick='imp' role='visitor'"))).toEqual([]);
  expect(told(adminQuery("affiliation='admin' jid='imp@example.com'"))).toHaveLength(1);
  expect(told(adminQuery("affiliation='none' jid='imp@example.com'"))).toEqual([
    expect.stringContaining("type='unavailable'"),
  ]);
  expect(stage.roles.imp).toBe("participant");
});
