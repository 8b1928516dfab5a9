import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { type DataForm, dataForm, dataFormIn, fieldFlag, fieldValue, fieldValues, parseDataForm } from "./data-form.ts";

const TEXT =
  "<x xmlns='jabber:x:data' type='form'><title>Bot</title><instructions>Fill out</instructions>" +
  "<field var='FORM_TYPE' type='hidden'><value>jabber:bot</value></field>" +
  "<field type='fixed'><value>Section 1</value></field>" +
  "<field var='public' type='boolean' label='Public bot?'><desc>Really</desc><required/><value>1</value></field>" +
  "<field var='features' type='list-multi'><value>news</value><value>search</value>" +
  "<option label='News'><value>news</value></option><option><value>search</value></option></field></x>";

describe("a data form (XEP-0004)", () => {
  const form = parseDataForm(parseElement(TEXT));

  it("is read", () => {
    expect(form).toMatchObject({ type: "form", formType: "jabber:bot", title: "Bot", instructions: "Fill out" });
    expect(form.fields.map((f) => f.name)).toEqual([undefined, "public", "features"]);
    expect(form.fields[1]).toMatchObject({
      type: "boolean",
      label: "Public bot?",
      description: "Really",
      isRequired: true,
    });
    expect(form.fields[2]?.options).toEqual([
      { value: "news", label: "News" },
      { value: "search", label: undefined },
    ]);
  });

  it("is written as it was read", () => {
    expect(serialize(dataForm(form))).toBe(TEXT);
  });

  it("gives its values", () => {
    expect([fieldValue(form, "features"), fieldValue(form, "none")]).toEqual(["news", undefined]);
    expect([fieldValues(form, "features"), fieldValues(form, "none")]).toEqual([["news", "search"], []]);
    expect([fieldFlag(form, "public"), fieldFlag(form, "features")]).toEqual([true, undefined]);
  });

  it("is found by its FORM_TYPE", () => {
    const outer = parseElement(`<query xmlns='urn:q'><x xmlns='jabber:x:data' type='form'/>${TEXT}</query>`);
    expect(dataFormIn(outer, "jabber:bot")?.title).toBe("Bot");
    expect(dataFormIn(outer)?.fields).toEqual([]);
    expect(dataFormIn(outer, "other")).toBeUndefined();
  });

  it("has a FORM_TYPE that is hidden, or submitted", () => {
    const of = (type: string, fieldType: string, values: string): DataForm =>
      parseDataForm(
        parseElement(
          `<x xmlns='jabber:x:data' type='${type}'><field var='FORM_TYPE' ${fieldType}>${values}</field></x>`,
        ),
      );
    expect(of("submit", "", "<value>a</value>").formType).toBe("a");
    expect(of("result", "", "<value>a</value>").formType).toBeUndefined();
    expect(of("result", "type='hidden'", "<value>a</value>").formType).toBe("a");
    expect(of("result", "type='hidden'", "<value>a</value><value>b</value>").formType).toBeUndefined();
  });

  it("takes an unknown type for none", () => {
    expect(
      parseDataForm(parseElement("<x xmlns='jabber:x:data' type='toString'><field type='valueOf' var='a'/></x>")),
    ).toMatchObject({
      type: "form",
      fields: [{ name: "a", type: undefined, values: [] }],
    });
  });
});
