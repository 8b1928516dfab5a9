import { expect, test } from "vitest";
import { conditionIn, configQuery, ROOM, Stage } from "./stage.fixture.ts";

const withOwner = () => {
  const stage = new Stage({}, { hag: "owner", imp: "admin" });
  stage.enters("hag");
  stage.enters("elf");
  return stage;
};

test("only owners see and change the configuration, and destroy the room", () => {
  const stage = withOwner();
  const destroy = "<query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query>";
  for (const payload of [configQuery({}), destroy])
    expect(conditionIn(stage.asks("imp", "set", payload))).toBe("forbidden");
  const form = "<query xmlns='http://jabber.org/protocol/muc#owner'/>";
  expect(conditionIn(stage.asks("imp", "get", form))).toBe("forbidden");
  expect(stage.asks("hag", "get", form)[0]).toContain("var='muc#roomconfig_membersonly'");
  expect(conditionIn(stage.asks("imp", "get", form, true))).toBeUndefined();
});

test("fields that are not in the form stay as they are", () => {
  const stage = withOwner();
  stage.asks("hag", "set", configQuery({ "muc#roomconfig_roomname": "A Dark Cave", "muc#roomconfig_publicroom": "1" }));
  stage.asks("hag", "set", configQuery({ "muc#roomconfig_maxusers": "50" }));
  expect(stage.room.config).toMatchObject({ title: "A Dark Cave", isPublic: true, maxUsers: 50 });
});

test.each([
  { "muc#roomconfig_passwordprotectedroom": "1" },
  { "muc#roomconfig_whois": "nobody" },
  { "muc#roomconfig_maxusers": "many" },
  { "muc#roomconfig_roomname": "x".repeat(300) },
])("a room cannot be %j", (fields) => {
  const stage = withOwner();
  expect(conditionIn(stage.asks("hag", "set", configQuery(fields)))).toBe("not-acceptable");
  expect(stage.changes).toEqual([]);
});

test.each([
  [{ "muc#roomconfig_whois": "anyone" }, ["172"]],
  [{ "muc#roomconfig_enablelogging": "1" }, ["170"]],
  [{ "muc#roomconfig_publicroom": "0" }, ["104"]],
  [{ "muc#roomconfig_whois": "anyone", "muc#roomconfig_publicroom": "0" }, ["172", "104"]],
  [{ "muc#roomconfig_publicroom": "1" }, []],
])("of %j those who are here are told by status %j (XEP-0045 §10.2.1)", (fields, codes) => {
  const stage = withOwner();
  const told = stage.asks("hag", "set", configQuery(fields)).filter((text) => text.startsWith("elf/pda:"));
  expect(told.flatMap((text) => [...text.matchAll(/code='(\d+)'/g)].map(([, code]) => code))).toEqual(codes);
});

test("lists of owners and administrators come with the configuration", () => {
  const stage = withOwner();
  stage.asks("hag", "set", configQuery({ "muc#roomconfig_roomadmins": "elf@example.com" }));
  expect(stage.room.affiliations.get("elf@example.com")?.affiliation).toBe("admin");
  expect(stage.room.affiliations.get("imp@example.com")?.affiliation).toBe("member");
  expect(conditionIn(stage.asks("hag", "set", configQuery({ "muc#roomconfig_roomowners": "" })))).toBe("conflict");
});

test("where everybody may speak again, visitors do", () => {
  const stage = new Stage({ isModerated: true }, { hag: "owner" });
  stage.enters("hag");
  stage.enters("imp");
  stage.asks("hag", "set", configQuery({ "muc#roomconfig_moderatedroom": "0" }));
  expect(stage.roles.imp).toBe("participant");
});

test("those whose role is not shown any more have gone, for the others, until it is shown again", () => {
  const stage = withOwner();
  stage.enters("imp");
  const heard = (role: string) =>
    stage
      .asks("hag", "set", configQuery({ "muc#roomconfig_presencebroadcast": role }))
      .filter((text) => text.startsWith("elf/pda: <presence"))
      .map((text) => /<presence( type='(?<type>\w+)')? from='[^/]*\/(?<who>\w+)'/.exec(text)?.groups);
  expect(heard("participant")).toMatchObject([
    { who: "hag", type: "unavailable" },
    { who: "imp", type: "unavailable" },
  ]);
  expect(heard("participant")).toEqual([]);
  expect(heard("moderator")).toEqual([
    { who: "hag", type: undefined },
    { who: "imp", type: undefined },
  ]);
});

test("a room that is destroyed tells each of those who are in it once, and where to go", () => {
  const stage = withOwner();
  const told = stage.asks(
    "hag",
    "set",
    "<query xmlns='http://jabber.org/protocol/muc#owner'><destroy jid='heath@conference.example.com'><reason>Macbeth</reason></destroy></query>",
  );
  expect(told.map((text) => text.split(":")[0])).toEqual(["hag/pda", "elf/pda", "hag/pda"]);
  expect(told[1]).toContain("<destroy jid='heath@conference.example.com'><reason>Macbeth</reason></destroy>");
  expect(stage.changes).toEqual([{ kind: "destroy" }]);
});

test("nobody is sent to what is no address", () => {
  const destroy =
    "<query xmlns='http://jabber.org/protocol/muc#owner'><destroy jid='@'><reason>Macbeth</reason></destroy></query>";
  expect(conditionIn(withOwner().asks("hag", "set", destroy))).toBe("jid-malformed");
});

test("a room that need not stay goes when the last ones in it are no members of it", () => {
  const stage = new Stage({ isPersistent: false }, { hag: "owner" });
  stage.enters("imp");
  stage.asks("hag", "set", configQuery({ "muc#roomconfig_membersonly": "1" }));
  expect(stage.changes.at(-1)).toEqual({ kind: "destroy" });
});

test("an owner's picture of the room is shown to whoever asks, and its hash in what the room says of itself (XEP-0486)", () => {
  const stage = withOwner();
  const card = "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>aGFn</BINVAL></PHOTO></vCard>";
  expect(conditionIn(stage.asks("imp", "set", card))).toBe("forbidden");
  expect(stage.asks("hag", "set", card).at(-1)).toContain("<status code='104'/>");
  expect(stage.asks("elf", "get", "<vCard xmlns='vcard-temp'/>")[0]).toContain("<BINVAL>aGFn</BINVAL>");
  const info = stage.asks("elf", "get", "<query xmlns='http://jabber.org/protocol/disco#info'/>")[0];
  expect(info).toContain("<value>c70b9fe31c3ab8a927a77d12741b8419dda5f55e</value>");
  stage.asks("hag", "set", "<vCard xmlns='vcard-temp'/>");
  expect(stage.room.avatar).toBeUndefined();
});

test("a room says to strangers who cannot enter neither who is there nor of what they talk", () => {
  const stage = new Stage({ isMembersOnly: true }, { hag: "owner" });
  stage.enters("hag");
  stage.does("hag", `<message to='${ROOM}' type='groupchat'><subject>Poison</subject></message>`);
  const info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  expect(stage.asks("imp", "get", info)[0]).not.toMatch(/Poison|roominfo_occupants/);
  expect(stage.asks("hag", "get", info)[0]).toMatch(/Poison/);
});

test("that the log of a room is public learn those who enter, and those who are there when that changes", () => {
  const stage = withOwner();
  stage.asks("hag", "set", configQuery({ "muc#roomconfig_enablelogging": "1" }));
  const own = stage.enters("imp").find((text) => text.includes("<status code='110'/>"));
  expect(own).toContain("<status code='110'/><status code='170'/>");
  const info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  expect(stage.asks("imp", "get", info)[0]).toMatch(/var='muc#roomconfig_enablelogging'[^>]*><value>1</);
  const told = stage.asks("hag", "set", configQuery({ "muc#roomconfig_enablelogging": "0" }));
  expect(told.find((text) => text.startsWith("imp/pda:"))).toContain(
    "<x xmlns='http://jabber.org/protocol/muc#user'><status code='171'/></x>",
  );
});
