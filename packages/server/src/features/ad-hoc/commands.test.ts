import { type DataForm, fieldValue, StanzaError } from "@yonder/protocol";
import { expect, test } from "vitest";
import { disco } from "../disco.ts";
import type { Feature } from "../feature.ts";
import { NOW, openHouse } from "../house.fixture.ts";
import type { Command, Stage } from "./command.ts";
import { commands } from "./commands.ts";

const NODE = "urn:example:order";
const form = (title: string): DataForm => ({ type: "form", title, fields: [] });

/** Asks for a dish, then for a drink. */
const order: Command = {
  node: NODE,
  name: "Order",
  start: () => ({ kind: "form", form: form("Dish"), isLast: false, submit: drink }),
};

function drink(dish: DataForm): Stage {
  if (fieldValue(dish, "dish") === "poison") throw new StanzaError("not-acceptable", "Not here.");
  const submit = (filled: DataForm): Stage => ({
    kind: "done",
    note: `${fieldValue(dish, "dish")} and ${fieldValue(filled, "drink")}`,
  });
  return { kind: "form", form: form("Drink"), isLast: true, submit };
}

const secret: Command = { ...order, node: "urn:example:cellar", name: "Cellar", mayUse: () => false };
const inn: Feature = { name: "inn", commands: [order, secret], start: () => ({}) };

async function visit() {
  let now = NOW;
  const house = await openHouse([commands, disco, inn]);
  Object.assign(house.host.clock, { now: () => now });
  const romeo = await house.login("romeo@example.com/orchard");
  const asks = async (attributes: string, inner = "", node = NODE) =>
    (
      await romeo.asks(
        `<iq type='set' id='c1' to='example.com'><command xmlns='http://jabber.org/protocol/commands' node='${node}' ${attributes}>${inner}</command></iq>`,
      )
    ).join();
  const begins = async () => /sessionid='([^']+)'/.exec(await asks("action='execute'"))?.[1];
  return { house, romeo, asks, begins, waits: (ms: number) => (now += ms) };
}

const filled = (name: string, value: string) =>
  `<x xmlns='jabber:x:data' type='submit'><field var='${name}'><value>${value}</value></field></x>`;

test("a command goes from form to form to its end", async () => {
  const { asks, begins } = await visit();
  const id = await begins();
  const second = await asks(`sessionid='${id}' action='next'`, filled("dish", "soup"));
  expect(second).toContain(
    `sessionid='${id}' status='executing'><actions execute='complete'><prev/><complete/></actions>`,
  );
  expect(second).toContain("<title>Drink</title>");
  const end = await asks(`sessionid='${id}'`, filled("drink", "wine"));
  expect(end).toContain(`sessionid='${id}' status='completed'><note type='info'>soup and wine</note></command>`);
  expect(await asks(`sessionid='${id}'`, filled("drink", "wine"))).toContain("<bad-sessionid");
});

test("one can go back, but not before the first form", async () => {
  const { asks, begins } = await visit();
  const id = await begins();
  expect(await asks(`sessionid='${id}' action='prev'`)).toContain("<bad-action");
  await asks(`sessionid='${id}'`, filled("dish", "soup"));
  const first = await asks(`sessionid='${id}' action='prev'`);
  expect(first).toContain("<actions execute='next'><next/></actions>");
  expect(first).toContain("<title>Dish</title>");
  await asks(`sessionid='${id}'`, filled("dish", "pie"));
  expect(await asks(`sessionid='${id}'`, filled("drink", "ale"))).toContain("pie and ale");
});

test("one can cancel", async () => {
  const { asks, begins } = await visit();
  const id = await begins();
  expect(await asks(`sessionid='${id}' action='cancel'`)).toContain("status='canceled'");
  expect(await asks(`sessionid='${id}'`, filled("dish", "soup"))).toContain("<bad-sessionid");
});

test("what was refused can be filled in again", async () => {
  const { asks, begins } = await visit();
  const id = await begins();
  expect(await asks(`sessionid='${id}'`, filled("dish", "poison"))).toContain("<not-acceptable");
  expect(await asks(`sessionid='${id}'`)).toContain("<bad-payload");
  expect(await asks(`sessionid='${id}' action='complete'`, filled("dish", "soup"))).toContain("<bad-action");
  expect(await asks(`sessionid='${id}' action='dance'`, filled("dish", "soup"))).toContain("<malformed-action");
  expect(await asks(`sessionid='${id}'`, filled("dish", "soup"))).toContain("<title>Drink</title>");
});

test("a form waits for a quarter of an hour", async () => {
  const { asks, begins, waits } = await visit();
  const id = await begins();
  waits(15 * 60_000);
  expect(await asks(`sessionid='${id}'`, filled("dish", "soup"))).toContain("<session-expired");
});

test("of many commands begun the oldest are forgotten, and all when the session ends", async () => {
  const { asks, begins, romeo } = await visit();
  const first = await begins();
  const ids = [];
  for (let i = 0; i < 10; i++) ids.push(await begins());
  expect(await asks(`sessionid='${first}'`, filled("dish", "soup"))).toContain("<bad-sessionid");
  expect(await asks(`sessionid='${ids[0]}'`, filled("dish", "soup"))).toContain("<title>Drink</title>");
  await romeo.leaves();
  expect(await asks(`sessionid='${ids[1]}'`, filled("dish", "soup"))).toContain("<bad-sessionid");
});

test("another session cannot go on with it", async () => {
  const { house, begins } = await visit();
  const id = await begins();
  const thief = await house.login("tybalt@example.com/alley");
  const command = `<command xmlns='http://jabber.org/protocol/commands' node='${NODE}' sessionid='${id}'>${filled("dish", "soup")}</command>`;
  expect((await thief.asks(`<iq type='set' id='t1' to='example.com'>${command}</iq>`)).join()).toContain(
    "<bad-sessionid",
  );
});

test("what is not for everybody is neither shown nor run", async () => {
  const { asks, romeo } = await visit();
  const ask = (kind: string, node: string) =>
    romeo.asks(
      `<iq type='get' id='d1' to='example.com'><query xmlns='http://jabber.org/protocol/disco#${kind}' node='${node}'/></iq>`,
    );
  const listed = (await ask("items", "http://jabber.org/protocol/commands")).join();
  expect(listed).toContain("name='Order'");
  expect(listed).not.toContain("Cellar");
  expect((await ask("info", "urn:example:cellar")).join()).toContain("<forbidden");
  expect((await ask("info", NODE)).join()).toContain("type='command-node' name='Order'");
  expect(await asks("", "", "urn:example:cellar")).toContain("<forbidden");
});
