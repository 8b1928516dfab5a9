import { describe, expect, test } from "vitest";
import type { RoomConfig } from "./config.ts";
import { conditionIn, Stage } from "./stage.fixture.ts";

const GET = "<query xmlns='jabber:iq:register'/>";

function submit(nick: string): string {
  const type = "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field>";
  const name = `<field var='muc#register_roomnick'><value>${nick}</value></field>`;
  return `<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>${type}${name}</x></query>`;
}

test("in a room that is open to all somebody reserves a nickname, and becomes a member by it (XEP-0045 §7.10)", () => {
  const stage = new Stage({ isLogged: true }, { hag: "owner" });
  expect(conditionIn(stage.asks("imp", "set", submit("imp")))).toBeUndefined();
  expect(stage.room.affiliations.get("imp@example.com")).toMatchObject({ affiliation: "member", nick: "imp" });
  expect(conditionIn(stage.enters("cat", "imp"))).toBe("conflict");
  expect(stage.asks("imp", "get", GET)[0]).toContain("<registered/><username>imp</username>");
});

describe("nobody makes themselves a member of a room", () => {
  const closed: Readonly<Record<string, Partial<RoomConfig>>> = {
    "for members": { isMembersOnly: true },
    "whose password they may not know": { password: "cauldron" },
    "in which strangers have no voice": { isModerated: true },
    "that they would have to enter to read in it": { isLogged: false },
  };
  for (const [name, config] of Object.entries(closed))
    test(name, () => {
      const stage = new Stage(config, { hag: "owner", cat: "member" });
      expect(conditionIn(stage.asks("imp", "get", GET))).toBe("not-allowed");
      expect(conditionIn(stage.asks("imp", "set", submit("imp")))).toBe("not-allowed");
      expect(stage.room.affiliations.has("imp@example.com")).toBe(false);
      expect(conditionIn(stage.asks("cat", "set", submit("cat")))).toBeUndefined();
    });
});
