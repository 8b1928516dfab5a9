import { describe, expect, it } from "vitest";
import { Jid } from "../jid/jid.ts";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { carbonOf, carbonReceived, carbonSent } from "./carbons.ts";

const line =
  "<message xmlns='jabber:client' from='juliet@capulet.example/balcony' to='romeo@montague.example/garden' type='chat'><body>What man art thou</body></message>";
const home = Jid.parse("romeo@montague.example/home");

describe("carbon copies", () => {
  it("come from the own account and keep the type", () => {
    const copy = carbonReceived(parseElement(line), home);
    expect(copy.attr("from")).toBe("romeo@montague.example");
    expect(copy.attr("to")).toBe("romeo@montague.example/home");
    expect(copy.attr("type")).toBe("chat");
  });

  it("wrap the message with its namespace", () => {
    const text = serialize(carbonSent(parseElement(line), home), "jabber:client");
    expect(text).toContain(
      "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'",
    );
  });

  it("are unwrapped", () => {
    const copy = parseElement(serialize(carbonReceived(parseElement(line), home)));
    const unwrapped = carbonOf(copy, "romeo@montague.example");
    expect(unwrapped?.kind).toBe("received");
    expect(unwrapped?.stanza.childText("body")).toBe("What man art thou");
  });

  it("are not believed when somebody else sends them", () => {
    const forged = parseElement(
      `<message xmlns='jabber:client' from='tybalt@capulet.example/home'><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${line}</forwarded></received></message>`,
    );
    expect(carbonOf(forged, "romeo@montague.example")).toBeUndefined();
  });
});
