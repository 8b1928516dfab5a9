import { expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { notificationSettingFor } from "./notification-settings.ts";

const settings = (inside: string) =>
  parseElement(`<notify xmlns='urn:xmpp:notification-settings:1'>${inside}</notify>`);

it.each([
  ["", "web", undefined],
  ["<never/>", "web", "never"],
  ["<never/><always identity-category='client'/>", "web", "always"],
  ["<never/><always identity-category='client' identity-type='phone'/>", "web", "never"],
  ["<always identity-category='client'/><never identity-category='client' identity-type='phone'/>", "phone", "never"],
  ["<always identity-category='gateway'/><sometimes/><on-mention xmlns='urn:other'/>", "web", undefined],
])("of %s what counts for %s is %s (XEP-0492 §3)", (inside, type, expected) => {
  expect(notificationSettingFor(settings(inside), type)?.name).toBe(expected);
});
