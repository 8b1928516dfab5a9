import { expect, it } from "vitest";
import { NS } from "../ns.ts";
import { knownWord } from "./interned.ts";
import { parseElement } from "./parse-element.ts";
import "./stanza-words.ts";

const text = `<message xmlns='${NS.client}' my-own='x'/>`;

it("knows the names in stanzas, wherever they stand", () => {
  expect(knownWord(text, 1, 8)).toBe("message");
  expect(knownWord(text, text.indexOf(NS.client), text.indexOf(NS.client) + NS.client.length)).toBe(NS.client);
  expect(knownWord(text, text.indexOf("my-own"), text.indexOf("my-own") + 6)).toBeUndefined();
});

it("reads the same with and without them", () => {
  const element = parseElement(text);
  expect([element.name, element.ns, element.attr("my-own")]).toEqual(["message", NS.client, "x"]);
});
