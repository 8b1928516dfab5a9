import { expect, test } from "vitest";
import type { Affiliation } from "./room.ts";
import { adminQuery, conditionIn, Stage } from "./stage.fixture.ts";

const AFFILIATIONS: readonly Affiliation[] = ["owner", "admin", "member", "none", "outcast"];

/** XEP-0045 §5.2.1 and §9.1: what an actor may make of somebody, as the condition of the refusal. */
function expected(own: Affiliation, theirs: Affiliation, wish: Affiliation): string | undefined {
  if (own === "owner") return undefined;
  if (own !== "admin") return "forbidden";
  if (wish === "owner" || wish === "admin") return "forbidden";
  return theirs === "owner" || theirs === "admin" ? "not-allowed" : undefined;
}

for (const own of AFFILIATIONS) {
  test(`what an actor whose affiliation is ${own} may make of others`, () => {
    for (const theirs of AFFILIATIONS) {
      for (const wish of AFFILIATIONS) {
        const stage = new Stage({}, { root: "owner", actor: own, other: theirs });
        const told = stage.asks("actor", "set", adminQuery(`affiliation='${wish}' jid='other@example.com'`));
        expect([theirs, wish, conditionIn(told)]).toEqual([theirs, wish, expected(own, theirs, wish)]);
      }
    }
  });
}

test("nobody bans themselves, and somebody always owns the room", () => {
  const stage = new Stage({}, { hag: "owner", imp: "admin" });
  const wish = (who: string, affiliation: Affiliation, jid: string) =>
    conditionIn(stage.asks(who, "set", adminQuery(`affiliation='${affiliation}' jid='${jid}@example.com'`)));
  expect(wish("hag", "outcast", "hag")).toBe("conflict");
  expect(wish("imp", "outcast", "imp")).toBe("conflict");
  expect(wish("hag", "admin", "hag")).toBe("conflict");
  expect(wish("hag", "owner", "imp")).toBeUndefined();
  expect(wish("hag", "none", "hag")).toBeUndefined();
});

test("of several changes all are made, or none", () => {
  const stage = new Stage({}, { hag: "owner", imp: "admin" });
  const query = adminQuery("affiliation='member' jid='elf@example.com'", "affiliation='outcast' jid='hag@example.com'");
  expect(conditionIn(stage.asks("imp", "set", query))).toBe("not-allowed");
  expect(stage.room.affiliations.has("elf@example.com")).toBe(false);
  expect(stage.changes).toEqual([]);
});

test("who is banned goes, is told first, and has no nickname any more", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  stage.enters("imp");
  stage.asks("hag", "set", adminQuery("affiliation='member' jid='imp@example.com' nick='imp'"));
  const told = stage.asks("hag", "set", adminQuery("affiliation='outcast' jid='imp@example.com'"));
  expect(told.map((text) => text.split(" ")[0])).toEqual(["imp/pda:", "hag/pda:", "hag/pda:"]);
  expect(told[0]).toContain("<status code='110'/><status code='301'/>");
  expect(told[1]).toContain("type='result'");
  expect(stage.roles).toEqual({ hag: "moderator" });
  expect(stage.room.affiliations.get("imp@example.com")).toEqual({ affiliation: "outcast" });
  expect(conditionIn(stage.enters("imp"))).toBe("forbidden");
});

test("a domain that is banned is banned with all of its users", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.asks("hag", "set", adminQuery("affiliation='outcast' jid='example.com'"));
  expect(conditionIn(stage.enters("imp"))).toBe("forbidden");
  expect(conditionIn(stage.enters("hag"))).toBeUndefined();
});

test("roles follow affiliations", () => {
  const stage = new Stage({ isModerated: true }, { hag: "owner" });
  stage.enters("hag");
  stage.enters("imp");
  const make = (affiliation: Affiliation) =>
    stage.asks("hag", "set", adminQuery(`affiliation='${affiliation}' jid='imp@example.com'`));
  expect(stage.roles.imp).toBe("visitor");
  make("member");
  expect(stage.roles.imp).toBe("participant");
  make("admin");
  expect(stage.roles.imp).toBe("moderator");
  make("none");
  expect(stage.roles.imp).toBe("visitor");
});

test("a moderator stays one when made a member, and not when an affiliation is lost (§5.1.3, §9.6)", () => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  stage.enters("imp");
  const change = (item: string) => stage.asks("hag", "set", adminQuery(item));
  change("nick='imp' role='moderator'");
  change("affiliation='member' jid='imp@example.com'");
  expect(stage.roles.imp).toBe("moderator");
  change("affiliation='none' jid='imp@example.com'");
  expect(stage.roles.imp).toBe("participant");
  change("affiliation='owner' jid='imp@example.com'");
  change("affiliation='member' jid='imp@example.com'");
  expect(stage.roles.imp).toBe("participant");
});

test("who is no member any more leaves a room for members, and new ones are invited to it", () => {
  const stage = new Stage({ isMembersOnly: true, password: "boil" }, { hag: "owner", imp: "member" });
  stage.enters("hag");
  stage.enters("imp", "imp", "<password>boil</password>");
  const told = stage.asks("hag", "set", adminQuery("affiliation='none' jid='imp@example.com'"));
  expect(told[0]).toContain("<status code='321'/>");
  stage.asks("hag", "set", adminQuery("affiliation='member' jid='elf@example.com'"));
  expect(stage.routed).toEqual([
    "<message from='coven@conference.example.com' to='elf@example.com' id='new-id'><x xmlns='http://jabber.org/protocol/muc#user'>" +
      "<invite from='hag@example.com'/><password>boil</password></x></message>",
  ]);
});

test("lists are seen by those whom they concern", () => {
  const see = (whois: "anyone" | "moderators", who: string, affiliation: Affiliation) => {
    const stage = new Stage({ whois }, { hag: "owner", imp: "admin", elf: "member" });
    return conditionIn(stage.asks(who, "get", adminQuery(`affiliation='${affiliation}'`))) ?? "seen";
  };
  expect(["owner", "admin", "member", "outcast"].map((list) => see("moderators", "hag", list as Affiliation))).toEqual(
    Array.from({ length: 4 }, () => "seen"),
  );
  expect(see("moderators", "imp", "outcast")).toBe("seen");
  expect(see("moderators", "imp", "member")).toBe("seen");
  expect(see("moderators", "imp", "owner")).toBe("forbidden");
  expect(see("moderators", "elf", "member")).toBe("forbidden");
  expect(see("anyone", "elf", "owner")).toBe("seen");
  expect(see("anyone", "elf", "outcast")).toBe("forbidden");
  expect(see("anyone", "stranger", "member")).toBe("forbidden");
});

test.each([
  ["neither role nor affiliation", adminQuery("jid='imp@example.com'")],
  ["both", adminQuery("jid='imp@example.com' affiliation='member' role='visitor'")],
  ["a mixture", adminQuery("jid='imp@example.com' affiliation='member'", "nick='imp' role='visitor'")],
  ["an affiliation that is none", adminQuery("jid='imp@example.com' affiliation='king'")],
  ["nobody", adminQuery("affiliation='member'")],
])("%s cannot be asked for", (_, query) => {
  const stage = new Stage({}, { hag: "owner" });
  stage.enters("hag");
  expect(conditionIn(stage.asks("hag", "set", query))).toBe("bad-request");
});
