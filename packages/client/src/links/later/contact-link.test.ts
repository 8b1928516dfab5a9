import { type Element, NS, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { StanzaFailure } from "../../requests.ts";
import { contactLink } from "./contact-link.ts";

const FIELDS =
  "<field var='open' type='boolean'><value>1</value></field><field var='name'><value>Bob</value></field>" +
  "<field var='url' type='fixed'><value>https://example.com/@bob</value></field>";

/** A server that has the command. @returns how to ask it, and what it was asked */
function server() {
  const asked: string[] = [];
  const request = async (_: string, payload: Element): Promise<Element> => {
    asked.push(serialize(payload));
    const form = `<x xmlns='jabber:x:data' type='form'>${FIELDS}</x>`;
    return parseElement(
      `<iq xmlns='${NS.client}'><command xmlns='${NS.commands}' node='guests' sessionid='s1'>${form}</command></iq>`,
    );
  };
  return { asked, request };
}

test("the contact link is read, and the command left alone", async () => {
  const { asked, request } = server();
  const link = { isOpen: true, name: "Bob", hasPicture: false, url: "https://example.com/@bob" };
  expect(await contactLink({ request }, "example.com")).toEqual(link);
  expect(asked.at(-1)).toContain("action='cancel'");
});

test("a server that lets no guests in has none", async () => {
  const request = () => Promise.reject(new StanzaFailure("item-not-found"));
  expect(await contactLink({ request }, "example.com")).toBe(undefined);
});

test.each([
  ["opened", { name: "Bob", hasPicture: true }, "1"],
  ["closed", null, "0"],
])("the contact link is %s", async (_, wish, open) => {
  const { asked, request } = server();
  expect(await contactLink({ request }, "example.com", wish)).toMatchObject({ isOpen: wish !== null });
  expect(asked.at(-1)).toContain("action='complete'");
  expect(asked.at(-1)).toContain("sessionid='s1'");
  expect(asked.at(-1)).toContain(`<field var='open'><value>${open}</value></field>`);
  expect(asked.at(-1)).toContain(`<field var='picture'><value>${open}</value></field>`);
});
