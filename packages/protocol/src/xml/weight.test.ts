import { expect, test } from "vitest";
import { appendChild, withAttrs, withChildren, xml } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { weightOf } from "./weight.ts";

const TEXT = `<message xmlns='jabber:client'><body>${"x".repeat(1_000)}</body></message>`;

test.each([
  ["as it came", parseElement(TEXT)],
  ["sent on to another address", withAttrs(parseElement(TEXT), { to: "bob@example.com" })],
  ["with a child more", appendChild(parseElement(TEXT), xml("active", "a"))],
  ["put together", withChildren(xml("message", "jabber:client"), parseElement(TEXT).children)],
])("an element %s weighs about as much as its text", (_, element) => {
  expect(weightOf(element)).toBeGreaterThan(1_000);
  expect(weightOf(element)).toBeLessThan(1_100);
});
