import { type Element, NS, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { ConnectionLost } from "../../connection.ts";
import { StanzaFailure } from "../../requests.ts";
import { DeskCommand } from "./desks.ts";

const value = (...all: string[]) => all.map((text) => `<value>${text}</value>`).join("");
const CHOICE = `<field var='desk' type='list-single'><option label='A new one'>${value("")}</option><option label='Tonwerk (shop)'>${value("shop")}</option></field>`;
const OWN = CHOICE.replace(/<option label='A new one'>.*?<\/option>/, "");
const DESK =
  `<field var='title'>${value("Tonwerk")}</field><field var='people'>${value("katja@example.com Katja Fischer", "jan@example.com jan")}</field>` +
  `<field var='url'>${value("https://example.com/@shop")}</field><field var='sites'>${value("https://shop.example")}</field>`;
const LEAVE = `<field var='leave'>${value("0")}</field>`;
const TONWERK = {
  name: "shop",
  title: "Tonwerk",
  people: [
    { address: "katja@example.com", name: "Katja Fischer" },
    { address: "jan@example.com", name: "jan" },
  ],
  url: "https://example.com/@shop",
  sites: ["https://shop.example"],
};

/** A server that asks one form after the other; "!condition" refuses. @returns how to ask it, and what it was asked */
function server(...forms: string[]) {
  const asked: string[] = [];
  const request = async (_: string, payload: Element): Promise<Element> => {
    asked.push(serialize(payload));
    const form = payload.attr("action") === "cancel" ? "" : (forms.shift() ?? "");
    if (form.startsWith("!")) throw new StanzaFailure(form.slice(1));
    const x = form && `<x xmlns='jabber:x:data' type='form'>${form}</x>`;
    return parseElement(
      `<iq xmlns='${NS.client}'><command xmlns='${NS.commands}' node='guest-desks' sessionid='s1'>${x}</command></iq>`,
    );
  };
  return { asked, command: new DeskCommand({ request }, "example.com") };
}

test.each([
  [CHOICE, { known: [{ name: "shop", title: "Tonwerk" }], mayOpen: true }],
  [OWN, { known: [{ name: "shop", title: "Tonwerk" }], mayOpen: false }],
  ["", undefined],
  ["!forbidden", undefined],
])("%s are the links that are ours to see", async (form, expected) => {
  const { command } = server(form);
  expect(await command.desks()).toEqual(expected);
});

test("a link is read, and the command left alone", async () => {
  const { asked, command } = server(CHOICE, DESK);
  expect(await command.desk("shop")).toEqual({ ...TONWERK, isOurs: true });
  expect(asked[1]).toContain("<field var='desk'><value>shop</value></field>");
  expect(asked.at(-1)).toContain("action='cancel'");
});

test("who only answers may leave", async () => {
  const { command } = server(OWN, DESK + LEAVE);
  expect(await command.desk("shop")).toEqual({ ...TONWERK, isOurs: false });
  const leaving = server(OWN, DESK + LEAVE);
  await leaving.command.leave("shop");
  expect(leaving.asked.at(-1)).toContain("<field var='leave'><value>1</value></field>");
});

test.each([true, false])("a link is set, new: %s", async (isNew) => {
  const { asked, command } = server(CHOICE, DESK);
  expect(await command.set(TONWERK, isNew)).toBe(undefined);
  expect(asked[1]).toContain(`<field var='desk'>${isNew ? "<value/>" : "<value>shop</value>"}</field>`);
  expect(asked.at(-1)).toContain("action='complete'");
  expect(asked.at(-1)).toContain("<value>katja@example.com Katja Fischer</value><value>jan@example.com jan</value>");
});

test.each([
  ["!not-acceptable", "a shop", "name"],
  ["!not-acceptable", "shop", "people"],
  ["!conflict", "shop", "taken"],
  ["!resource-constraint", "shop", "full"],
])("%s for %s is a problem of %s", async (refusal, name, problem) => {
  const { command } = server(CHOICE, DESK, refusal);
  expect(await command.set({ ...TONWERK, name }, true)).toBe(problem);
});

test("what is lost with the connection is not taken for an answer", async () => {
  const request = () => Promise.reject(new ConnectionLost({}));
  await expect(new DeskCommand({ request }, "example.com").desks()).rejects.toThrow(ConnectionLost);
});
