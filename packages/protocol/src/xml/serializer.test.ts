import { describe, expect, it } from "vitest";
import { NS } from "../ns.ts";
import { appendChild, withAttrs, xml } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { escapeAttr, escapeText, serialize, streamHeader } from "./serializer.ts";

describe("serialize", () => {
  const message = xml("message", NS.client, { to: "b@x" }, xml("body", NS.client, null, "Hi"));

  it("declares namespaces where they change", () => {
    const e = appendChild(message, xml("x", "urn:x", null, xml("y", "urn:x"), xml("z", "")));
    expect(serialize(e)).toBe(
      "<message xmlns='jabber:client' to='b@x'><body>Hi</body><x xmlns='urn:x'><y/><z xmlns=''/></x></message>",
    );
  });

  it("omits the declaration of the namespace around it", () => {
    expect(serialize(message, NS.client)).toBe("<message to='b@x'><body>Hi</body></message>");
  });

  it("gives each context its own form", () => {
    const inStream = serialize(message, NS.client);
    expect(serialize(message)).toContain("xmlns='jabber:client'");
    expect(serialize(message, NS.client)).toBe(inStream);
    expect(serialize(message, "jabber:server")).toContain("xmlns='jabber:client'");
  });

  it("writes elements of the stream's namespace with its prefix, declared only where they stand alone", () => {
    const features = xml("features", NS.stream, null, xml("bind", NS.bind), xml("error", NS.stream));
    expect(serialize(features, NS.client)).toBe(
      "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><stream:error/></stream:features>",
    );
    expect(serialize(features)).toBe(
      "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><stream:error/></stream:features>",
    );
  });

  it("declares the stream's prefix for an element inside another that stands alone", () => {
    const body = xml("body", NS.bosh, null, xml("features", NS.stream, null, xml("bind", NS.bind)));
    expect(parseElement(serialize(body))).toEqual(body);
    expect(serialize(body)).toContain("<stream:features xmlns:stream='http://etherx.jabber.org/streams'>");
  });

  it("gives attributes of other namespaces a prefix of their own, and xml's its own", () => {
    const e = xml("a", "urn:a", { "{urn:b}c": "1", "xml:lang": "en", [`{${NS.xml}}space`]: "preserve" });
    expect(serialize(e)).toBe("<a xmlns='urn:a' xmlns:a0='urn:b' a0:c='1' xml:lang='en' xml:space='preserve'/>");
    expect(parseElement(serialize(e))).toEqual(e);
  });

  it("writes elements of xml's namespace with its prefix", () => {
    expect(serialize(xml("a", "", null, xml("b", NS.xml, null, xml("c", ""))))).toBe("<a><xml:b><c/></xml:b></a>");
  });

  it("writes what was appended to a parsed element behind its text as it was", () => {
    const e = parseElement(`<message xmlns='jabber:client'><body a = "1"/></message>`);
    const both = appendChild(appendChild(e, xml("x", "urn:x")), xml("y", NS.client, null, "<"));
    expect(serialize(withAttrs(both, { id: "1" }), NS.client)).toBe(
      `<message id='1'><body a = "1"/><x xmlns='urn:x'/><y>&lt;</y></message>`,
    );
  });

  it("splices a parsed element inside another", () => {
    const inner = parseElement(`<message xmlns='jabber:client'><body a = "1"/></message>`);
    expect(serialize(xml("forwarded", NS.forward, null, inner), NS.client)).toBe(
      `<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'><body a = "1"/></message></forwarded>`,
    );
  });
});

describe("escaping", () => {
  it("makes text safe between tags", () => {
    expect(escapeText("a < b && c ]]> \r\n'\"")).toBe("a &lt; b &amp;&amp; c ]]&gt; &#13;\n'\"");
  });

  it("makes text safe in attributes", () => {
    expect(escapeAttr("<>&'\"\t\n\r")).toBe("&lt;&gt;&amp;&apos;&quot;&#9;&#10;&#13;");
  });

  it("replaces what XML cannot carry", () => {
    expect(escapeText("\0a\u000b\ud800b\uffff😀")).toBe("\ufffda\ufffd\ufffdb\ufffd😀");
    expect(escapeAttr("\0😀\udc00")).toBe("\ufffd😀\ufffd");
  });
});

describe("the stream header", () => {
  it("declares the stream's and the content's namespaces", () => {
    expect(streamHeader({ from: "x'y", to: undefined, version: "1.0" })).toBe(
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='x&apos;y' version='1.0'>",
    );
  });
});
