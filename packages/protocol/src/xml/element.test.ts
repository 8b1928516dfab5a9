import { describe, expect, it } from "vitest";
import { appendChild, sealed, withAttrs, withChildren, withoutChildren, xml } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { serialize } from "./serializer.ts";
import { weightOf } from "./weight.ts";

const message = xml(
  "message",
  "jabber:client",
  { to: "b@x", id: undefined },
  xml("body", "jabber:client", null, "Hi ", "there"),
  undefined,
  "",
  xml("x", "urn:x", { a: "1" }),
  xml("x", "urn:y"),
);

describe("an element", () => {
  it("leaves out what is undefined or empty", () => {
    expect(message.attributes).toEqual(["to", "b@x"]);
    expect(message.children).toHaveLength(3);
  });

  it("finds children by name, in its own namespace unless told otherwise", () => {
    expect(message.child("body")?.text).toBe("Hi there");
    expect(message.child("x")).toBeUndefined();
    expect(message.child("x", "urn:y")).toBe(message.children[2]);
    expect(message.childWithNs("urn:x")?.attr("a")).toBe("1");
    expect(message.childText("body")).toBe("Hi there");
    expect(message.childText("subject")).toBeUndefined();
    expect(message.firstElement).toBe(message.children[0]);
  });

  it("tells its name", () => {
    expect([
      message.is("message"),
      message.is("message", "jabber:client"),
      message.is("message", "urn:x"),
      message.is("iq"),
    ]).toEqual([true, true, false, false]);
  });

  it("knows no attribute that was not given", () => {
    expect(message.attr("b@x")).toBeUndefined();
    expect(message.attr("constructor")).toBeUndefined();
  });
});

describe("a changed element", () => {
  it("has attributes set, added and removed", () => {
    const changed = withAttrs(message, { to: undefined, from: "a@x", id: "7" });
    expect(changed.attributes).toEqual(["from", "a@x", "id", "7"]);
    expect(withAttrs(changed, { from: "c@x" }).attributes).toEqual(["from", "c@x", "id", "7"]);
    expect(message.attributes).toEqual(["to", "b@x"]);
  });

  it("has other children", () => {
    expect(withChildren(message, [xml("a", "urn:a"), ""]).children).toEqual([xml("a", "urn:a")]);
    expect(appendChild(message, xml("a", "urn:a")).children).toHaveLength(4);
    expect(message.children).toHaveLength(3);
  });

  it("is the same element if no child goes", () => {
    expect(withoutChildren(message, (c) => c.is("y"))).toBe(message);
    expect(withoutChildren(message, (c) => c.is("x")).children).toEqual([message.children[0]]);
  });

  it("never shows the text of the element it was made of", () => {
    const parsed = parseElement("<m xmlns='u'><a/>text<b/></m>");
    serialize(parsed);
    expect(serialize(withoutChildren(parsed, (c) => c.is("a")))).toBe("<m xmlns='u'>text<b/></m>");
    expect(serialize(withChildren(parsed, ["x"]))).toBe("<m xmlns='u'>x</m>");
    expect(serialize(withAttrs(parsed, { a: "1" }))).toBe("<m xmlns='u' a='1'><a/>text<b/></m>");
  });

  it("is passed on as it was written where nobody looks into it", () => {
    const query = sealed("query", "urn:q", { ver: "1", none: undefined }, "<item a='&lt;'/>text");
    expect(serialize(xml("iq", "jabber:client", null, query), "jabber:client")).toBe(
      "<iq><query xmlns='urn:q' ver='1'><item a='&lt;'/>text</query></iq>",
    );
    expect(serialize(withAttrs(query, { ver: "2" }))).toBe("<query xmlns='urn:q' ver='2'><item a='&lt;'/>text</query>");
    expect(serialize(appendChild(query, xml("b", "urn:q")))).toContain("text<b/></query>");
    expect(serialize(sealed("query", "urn:q", {}, ""))).toBe("<query xmlns='urn:q'/>");
    expect(weightOf(query)).toBeGreaterThan("<item a='&lt;'/>text".length);
  });
});
