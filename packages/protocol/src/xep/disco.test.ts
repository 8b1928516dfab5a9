import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { discoInfo, discoItems, parseDiscoInfo, parseDiscoItems } from "./disco.ts";

const INFO =
  "<query xmlns='http://jabber.org/protocol/disco#info' node='n'><identity category='server' type='im' name='Yonder' xml:lang='en'/>" +
  "<feature var='urn:xmpp:ping'/><feature var='jabber:iq:version'/><x xmlns='jabber:x:data' type='result'>" +
  "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/network/serverinfo</value></field>" +
  "<field var='abuse-addresses' type='list-multi'><value>mailto:abuse@example.org</value></field></x></query>";

describe("service discovery (XEP-0030)", () => {
  it("reads and writes what an entity says of itself", () => {
    const info = parseDiscoInfo(parseElement(INFO));
    expect(info).toMatchObject({
      node: "n",
      identities: [{ category: "server", type: "im", name: "Yonder", lang: "en" }],
      features: ["urn:xmpp:ping", "jabber:iq:version"],
      forms: [{ formType: "http://jabber.org/network/serverinfo" }],
    });
    expect(serialize(discoInfo(info))).toBe(INFO);
  });

  it("reads and writes items", () => {
    const text =
      "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='conference.x' name='Rooms'/><item jid='pubsub.x' node='n'/></query>";
    const items = parseDiscoItems(parseElement(text));
    expect(items).toMatchObject([
      { jid: "conference.x", name: "Rooms" },
      { jid: "pubsub.x", node: "n" },
    ]);
    expect(serialize(discoItems(items))).toBe(text);
  });

  it("leaves out items without address", () => {
    expect(
      parseDiscoItems(
        parseElement("<query xmlns='http://jabber.org/protocol/disco#items'><item name='a'/><x jid='b'/></query>"),
      ),
    ).toEqual([]);
  });
});
