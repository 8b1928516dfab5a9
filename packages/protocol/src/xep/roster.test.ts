import { describe, expect, it } from "vitest";
import { Jid } from "../jid/jid.ts";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { parseRosterQuery, rosterQuery } from "./roster.ts";

const TEXT =
  "<query xmlns='jabber:iq:roster' ver='ver11'>" +
  "<item jid='romeo@example.net' name='Romeo' subscription='both'><group>Friends</group><group>Lovers</group></item>" +
  "<item jid='nurse@example.com' subscription='none' ask='subscribe' approved='true'/></query>";

describe("a roster (RFC 6121 §2)", () => {
  it("is written as it was read", () => {
    const entries = parseRosterQuery(parseElement(TEXT));
    expect(entries).toMatchObject([
      {
        jid: Jid.parse("romeo@example.net"),
        name: "Romeo",
        subscription: "both",
        isPendingOut: false,
        groups: ["Friends", "Lovers"],
      },
      { jid: Jid.parse("nurse@example.com"), subscription: "none", isPendingOut: true, isApproved: true, groups: [] },
    ]);
    expect(serialize(rosterQuery(entries, "ver11"))).toBe(TEXT);
  });

  it("is asked for, with the version known", () => {
    expect(serialize(rosterQuery())).toBe("<query xmlns='jabber:iq:roster'/>");
    expect(serialize(rosterQuery([], ""))).toBe("<query xmlns='jabber:iq:roster' ver=''/>");
  });

  it("leaves out what is no contact", () => {
    const odd =
      "<query xmlns='jabber:iq:roster'><item/><item jid='@'/><other/><item jid='a@b' subscription='valueOf'/></query>";
    expect(parseRosterQuery(parseElement(odd))).toMatchObject([{ jid: Jid.parse("a@b"), subscription: undefined }]);
  });
});
