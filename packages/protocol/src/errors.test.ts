import { describe, expect, it } from "vitest";
import { errorReply, resultReply, StanzaError, StreamError } from "./errors.ts";
import { NS } from "./ns.ts";
import { xml } from "./xml/element.ts";
import { parseElement } from "./xml/parse-element.ts";
import { serialize } from "./xml/serializer.ts";

const iq = parseElement(
  "<iq xmlns='jabber:client' type='get' id='a&quot;1' from='a@x/r' to='x'><ping xmlns='urn:xmpp:ping'/></iq>",
);

describe("a stanza error", () => {
  it("has the type that goes with its condition", () => {
    expect(serialize(new StanzaError("item-not-found").toElement(), NS.client)).toBe(
      "<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
    );
  });

  it("says more when it is told more", () => {
    const error = new StanzaError("policy-violation", "Too much", { type: "wait", extra: xml("slow", "urn:x") });
    expect(serialize(error.toElement(), NS.client)).toBe(
      "<error type='wait'><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>" +
        "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Too much</text><slow xmlns='urn:x'/></error>",
    );
  });

  it("names a new address", () => {
    expect(serialize(new StanzaError("gone", undefined, { address: "xmpp:b@y" }).toElement())).toContain(
      ">xmpp:b@y</gone>",
    );
  });

  it("keeps its cause", () => {
    const cause = new Error("disk full");
    expect(new StanzaError("internal-server-error", undefined, { cause }).cause).toBe(cause);
  });

  it("is read as it was written", () => {
    const error = new StanzaError("redirect", "There", {
      type: "cancel",
      extra: xml("e", "urn:x"),
      address: "xmpp:b@y",
    });
    const read = StanzaError.from(errorReply(iq, error));
    expect(read).toMatchObject({
      condition: "redirect",
      type: "cancel",
      text: "There",
      address: "xmpp:b@y",
      extra: { name: "e" },
    });
  });

  it("reads a condition unknown as undefined-condition", () => {
    const stanza = parseElement(
      "<iq xmlns='jabber:client' type='error'><error type='odd'><constructor xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    );
    expect(StanzaError.from(stanza)).toMatchObject({ condition: "undefined-condition", type: "modify" });
    expect(StanzaError.from(iq)).toBeUndefined();
  });
});

describe("a stream error", () => {
  it("is written with the stream's prefix, and read", () => {
    const error = new StreamError("see-other-host", "Move", { host: "b.example", extra: xml("e", "urn:x") });
    const text = serialize(error.toElement(), NS.client);
    expect(text).toBe(
      "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>b.example</see-other-host>" +
        "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Move</text><e xmlns='urn:x'/></stream:error>",
    );
    expect(StreamError.from(error.toElement())).toMatchObject({
      condition: "see-other-host",
      text: "Move",
      host: "b.example",
      extra: { name: "e" },
    });
  });
});

describe("a reply", () => {
  it("goes back with the id", () => {
    expect(serialize(resultReply(iq, xml("x", "urn:x")), NS.client)).toBe(
      "<iq type='result' id='a&quot;1' from='x' to='a@x/r'><x xmlns='urn:x'/></iq>",
    );
  });

  it("carries the error, from another address if need be", () => {
    expect(serialize(errorReply(iq, new StanzaError("forbidden"), "room@x"), NS.client)).toBe(
      "<iq type='error' id='a&quot;1' from='room@x' to='a@x/r'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    );
  });

  it("to a stanza without addresses has none", () => {
    expect(serialize(resultReply(parseElement("<iq xmlns='jabber:client' type='set' id='1'/>")), NS.client)).toBe(
      "<iq type='result' id='1'/>",
    );
  });
});
