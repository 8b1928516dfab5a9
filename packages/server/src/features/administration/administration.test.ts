import { expect, test } from "vitest";
import { commands } from "../ad-hoc/commands.ts";
import { befriend, here } from "../couple.fixture.ts";
import { type Guest, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { registration } from "../registration.ts";
import { roster } from "../roster.ts";
import { administration } from "./administration.ts";

async function open() {
  const house = await openHouse([roster, presence, commands, registration, administration], {
    admins: ["friar@example.com"],
    passwordIterations: 4096,
  });
  return { house, friar: await here(house, "friar@example.com/cell") };
}

/** Begins a command, and fills in its form if it has one. Returns the last answer. */
async function run(admin: Guest, node: string, fields: Record<string, string | string[]> = {}): Promise<string> {
  const command = (attributes: string, inner = "") =>
    admin.asks(
      `<iq type='set' id='a1' to='example.com'><command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/admin#${node}'${attributes}>${inner}</command></iq>`,
    );
  const first = (await command("")).join("");
  const id = /sessionid='([^']+)' status='executing'/.exec(first)?.[1];
  if (id === undefined) return first;
  const form = Object.entries(fields).map(
    ([name, values]) =>
      `<field var='${name}'>${[values]
        .flat()
        .map((value) => `<value>${value}</value>`)
        .join("")}</field>`,
  );
  return (await command(` sessionid='${id}'`, `<x xmlns='jabber:x:data' type='submit'>${form.join("")}</x>`)).join("");
}

test("an administrator makes an account", async () => {
  const { house, friar } = await open();
  const password = "a rose by any other name";
  const answer = await run(friar, "add-user", {
    accountjid: "juliet@example.com",
    password,
    "password-verify": password,
  });
  expect(answer).toContain("status='completed'");
  expect(await house.memory.store.accounts.find("juliet")).toBeDefined();
  expect(await run(friar, "add-user", { accountjid: "juliet@example.com", password })).toContain("<conflict");
});

test("and is told what is wrong with one", async () => {
  const { friar } = await open();
  const password = "a rose by any other name";
  for (const fields of [
    { accountjid: "juliet@example.net", password },
    { accountjid: "juliet@example.com", password, "password-verify": "a thorn" },
    { accountjid: "juliet@example.com", password: "short" },
    { accountjid: "juliet@example.com" },
  ])
    expect(await run(friar, "add-user", fields)).toContain("<not-acceptable");
});

test("accounts are deleted with their sessions, and their contacts learn of it", async () => {
  const { house, friar } = await open();
  const [romeo, juliet] = [
    await here(house, "romeo@example.com/orchard"),
    await here(house, "juliet@example.com/balcony"),
  ];
  await befriend(romeo, juliet);
  expect(await run(friar, "delete-user", { accountjids: ["juliet@example.com"] })).toContain("status='completed'");
  expect(await house.memory.store.accounts.find("juliet")).toBeUndefined();
  expect(juliet.streamError?.condition).toBe("not-authorized");
  expect(romeo.received().join()).toContain("type='unavailable'");
});

test("nobody is deleted when one of them does not exist", async () => {
  const { house, friar } = await open();
  house.account("juliet");
  expect(await run(friar, "delete-user", { accountjids: ["juliet@example.com", "nobody@example.com"] })).toContain(
    "<item-not-found",
  );
  expect(await house.memory.store.accounts.find("juliet")).toBeDefined();
});

test("one session is ended, or all of a user's", async () => {
  const { house, friar } = await open();
  const [orchard, street, tomb] = [
    await house.login("romeo@example.com/orchard"),
    await house.login("romeo@example.com/street"),
    await house.login("romeo@example.com/tomb"),
  ];
  await run(friar, "end-user-session", { accountjids: "romeo@example.com/orchard" });
  expect([orchard, street, tomb].map((it) => it.streamError?.condition)).toEqual([
    "policy-violation",
    undefined,
    undefined,
  ]);
  await run(friar, "end-user-session", { accountjids: "romeo@example.com" });
  expect([street, tomb].map((it) => it.streamError?.condition)).toEqual(["policy-violation", "policy-violation"]);
});

test("a password is changed", async () => {
  const { house, friar } = await open();
  const before = house.account("juliet").epoch;
  const fields = { accountjid: "juliet@example.com", password: "wherefore art thou" };
  expect(await run(friar, "change-user-password", fields)).toContain("status='completed'");
  expect((await house.memory.store.accounts.find("juliet"))?.epoch).toBeGreaterThan(before);
  expect(await run(friar, "change-user-password", { ...fields, accountjid: "nobody@example.com" })).toContain(
    "<item-not-found",
  );
});

test("accounts, and those who are here, are counted and listed", async () => {
  const { house, friar } = await open();
  await house.login("romeo@example.com/orchard");
  await house.login("romeo@example.com/street");
  house.account("juliet");
  expect(await run(friar, "get-registered-users-num")).toContain("<value>3</value>");
  expect(await run(friar, "get-online-users-num")).toContain("<value>2</value>");
  expect(await run(friar, "get-registered-users-list", { max_items: "none" })).toContain(
    "<value>friar@example.com</value><value>juliet@example.com</value><value>romeo@example.com</value>",
  );
  expect(await run(friar, "get-online-users-list", { max_items: "1" })).toContain(
    "<field var='onlineuserjids' type='jid-multi' label='Accounts that are here'><value>friar@example.com</value></field>",
  );
});

test("somebody's contacts are shown", async () => {
  const { house, friar } = await open();
  const [romeo, juliet] = [
    await here(house, "romeo@example.com/orchard"),
    await here(house, "juliet@example.com/balcony"),
  ];
  await befriend(romeo, juliet);
  expect(await run(friar, "get-user-roster", { accountjid: "romeo@example.com" })).toContain(
    "<value>juliet@example.com (both)</value>",
  );
});

test("all who are here are told something", async () => {
  const { house, friar } = await open();
  const romeo = await here(house, "romeo@example.com/orchard");
  await run(friar, "announce", { subject: "Plague", announcement: ["Stay", "at home."] });
  expect(romeo.received().join()).toMatch(
    /<message type='headline' from='example.com' to='romeo@example.com' id='[^']+'><subject>Plague<\/subject><body>Stay\nat home.<\/body>/,
  );
});

test("nobody else does any of this", async () => {
  const { house } = await open();
  const romeo = await house.login("romeo@example.com/orchard");
  for (const { node } of administration.commands ?? []) {
    const name = node.split("#")[1] ?? "";
    expect(await run(romeo, name)).toContain("<forbidden");
  }
});
