import { describe, expect, test } from "vitest";
import { commands } from "../ad-hoc/commands.ts";
import { openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { doorOf, guestHouse as house } from "./guests.fixture.ts";
import { guests } from "./guests.ts";
import { Newcomers } from "./newcomers.ts";
import { setContactLink } from "./openness.ts";

describe("a contact link", () => {
  test("says who it leads to, and whether they are here", async () => {
    const it = await house();
    const alice = { address: "alice@example.com", name: "Alice Liddell", place: "example.com" };
    expect(await doorOf(it).contact("Alice")).toEqual({ ...alice, isHere: false });
    await it.login("alice@example.com/phone");
    expect(await doorOf(it).contact("alice")).toEqual({ ...alice, isHere: true });
  });

  test("has the name of the account when no other was given", async () => {
    const it = await house();
    await setContactLink(it.host, it.account("carol"), { name: " \u0007" });
    expect(await doorOf(it).contact("carol")).toMatchObject({ name: "carol" });
  });

  test.each(["bob", "nobody", "", "alice@example.com/phone", "al ice", "x@elsewhere.example"])(
    "leads nowhere for %j",
    async (name) => {
      expect(await doorOf(await house()).contact(name)).toBe(undefined);
    },
  );

  test("is opened and closed by its owner", async () => {
    const it = await openHouse([presence, commands, guests], { guests: true });
    const bob = await it.login("bob@example.com/phone");
    const turn = async (open: string): Promise<void> => {
      const [form = ""] = await bob.asks(command("", "execute"));
      expect(form).toContain("<value>https://example.com/@bob</value>");
      const id = /sessionid='([^']+)'/.exec(form)?.[1];
      const field = (name: string, value: string) => `<field var='${name}'><value>${value}</value></field>`;
      const filled = `<x xmlns='jabber:x:data' type='submit'>${field("open", open)}${field("name", "Bob B.")}</x>`;
      expect((await bob.asks(command(filled, "complete", `sessionid='${id}'`))).join()).toContain("completed");
    };
    await turn("1");
    expect(await doorOf(it).contact("bob")).toMatchObject({ name: "Bob B." });
    await turn("0");
    expect(await doorOf(it).contact("bob")).toBe(undefined);
  });

  test("brings only so many new guests in an hour, and others go on", () => {
    const newcomers = new Newcomers(2);
    expect(newcomers.admits("a", "alice", 0)).toBe(true);
    expect(newcomers.admits("b", "alice", 0)).toBe(true);
    expect(newcomers.admits("c", "alice", 0)).toBe(false);
    expect(newcomers.admits("a", "alice", 0)).toBe(true);
    expect(newcomers.admits("c", "bob", 0)).toBe(true);
    expect(newcomers.admits("c", "alice", 3_600_000)).toBe(true);
  });
});

function command(inside: string, action: string, attrs = ""): string {
  const node = `xmlns='http://jabber.org/protocol/commands' node='guests' action='${action}' ${attrs}`;
  return `<iq type='set' id='c' to='example.com'><command ${node}>${inside}</command></iq>`;
}
