import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { caps, capsHash, capsOf, verificationString } from "./caps.ts";
import { type DiscoInfo, parseDiscoInfo } from "./disco.ts";

const info = (content: string): DiscoInfo =>
  parseDiscoInfo(parseElement(`<query xmlns='http://jabber.org/protocol/disco#info'>${content}</query>`));

const EXODUS =
  "<identity category='client' name='Exodus 0.9.1' type='pc'/><feature var='http://jabber.org/protocol/caps'/>" +
  "<feature var='http://jabber.org/protocol/disco#info'/><feature var='http://jabber.org/protocol/disco#items'/>" +
  "<feature var='http://jabber.org/protocol/muc'/>";
const SOFTWARE =
  "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>" +
  "<field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field><field var='os'><value>Mac</value></field>" +
  "<field var='os_version'><value>10.5.1</value></field><field var='software'><value>Psi</value></field>" +
  "<field var='software_version'><value>0.11</value></field></x>";
const PSI = `<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/><identity xml:lang='el' category='client' name='Ψ 0.11' type='pc'/>${EXODUS.slice(
  EXODUS.indexOf("<feature"),
)}${SOFTWARE}`;

describe("entity capabilities (XEP-0115)", () => {
  it("are said in presence", () => {
    const c = { node: "http://code.google.com/p/exodus", ver: "QgayPKawpkPSDYmwT/WM94uAlu0=", hash: "sha-1" };
    const text = serialize(caps(c));
    expect(text).toBe(
      "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='http://code.google.com/p/exodus' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/>",
    );
    expect(capsOf(parseElement(`<presence xmlns='jabber:client'>${text}</presence>`))).toEqual(c);
    expect(
      capsOf(parseElement(`<presence xmlns='jabber:client'>${text.replace("hash='sha-1'", "")}</presence>`)),
    ).toBeUndefined();
  });

  it.each([
    ["§5.2", EXODUS, "QgayPKawpkPSDYmwT/WM94uAlu0="],
    ["§5.3", PSI, "q07IKJEyjvHSyhy//CH0CxmKi8w="],
  ])("have the hash of the example in %s", async (_, content, hash) => {
    expect(await capsHash(info(content))).toBe(hash);
  });

  it("do not depend on any order", async () => {
    const psi = info(PSI);
    const turned = { ...psi, identities: psi.identities.toReversed(), features: psi.features.toReversed() };
    expect(await capsHash(turned)).toBe(await capsHash(psi));
  });

  it("are sorted by code point, where that differs from UTF-16", () => {
    expect(verificationString(info("<feature var='\u{10000}'/><feature var='\uffe5'/>"))).toBe("\uffe5<\u{10000}<");
  });

  it("ignore a form without a hidden FORM_TYPE", () => {
    const form = SOFTWARE.replace(" type='hidden'", "");
    expect(verificationString(info(EXODUS + form))).toBe(verificationString(info(EXODUS)));
  });

  it.each([
    ["an identity twice", `${EXODUS}<identity category='client' name='Exodus 0.9.1' type='pc'/>`],
    ["a feature twice", `${EXODUS}<feature var='http://jabber.org/protocol/muc'/>`],
    ["two forms of a FORM_TYPE", `${EXODUS}${SOFTWARE}${SOFTWARE}`],
    ["a FORM_TYPE of two values", EXODUS + SOFTWARE.replace("</value></field>", "</value><value>b</value></field>")],
    ["a < that would end a part", "<identity category='client' type='pc' name='a&lt;http://jabber.org/protocol/muc'/>"],
    ["a slash that would end a type", "<identity category='client/pc' type=''/>"],
  ])("prove nothing with %s", (_, content) => {
    expect(verificationString(info(content))).toBeUndefined();
  });

  it("take the text &lt; for what it is", () => {
    expect(verificationString(info("<feature var='a&amp;lt;b'/>"))).toBe("a&lt;b<");
  });
});
