import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { commands } from "../ad-hoc/commands.ts";
import { openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { pep } from "../pubsub/pep.ts";
import { vcard } from "../pubsub/vcard.ts";
import { doorOf, guestHouse as house } from "./guests.fixture.ts";
import { guests } from "./guests.ts";
import { Newcomers } from "./newcomers.ts";
import { setContactLink } from "./openness.ts";

const IMAGE = "iVBORw0KGgo=";

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

  test("shows their picture where they show it to guests, or to everybody", async () => {
    const it = await openHouse([presence, pep, vcard, guests], { guests: true });
    const [owner, other] = [it.account("alice"), it.account("bob")];
    const alice = await it.login("alice@example.com/phone");
    const photo = `<PHOTO><TYPE>image/png</TYPE><BINVAL>${IMAGE}</BINVAL></PHOTO>`;
    const publish = (node: string, item: string) =>
      alice.asks(
        `<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:avatar:${node}'>${item}</publish></pubsub></iq>`,
      );
    const hash = createHash("sha1").update(Buffer.from(IMAGE, "base64")).digest("hex");
    await publish("data", `<item id='${hash}'><data xmlns='urn:xmpp:avatar:data'>${IMAGE}</data></item>`);
    const info = `<info bytes='8' id='${hash}' type='image/png'/>`;
    await publish(
      "metadata",
      `<item id='${hash}'><metadata xmlns='urn:xmpp:avatar:metadata'>${info}</metadata></item>`,
    );
    await setContactLink(it.host, owner, { name: "" });
    expect(await doorOf(it).picture("alice")).toBe(undefined);
    await setContactLink(it.host, owner, { name: "", hasPicture: true });
    const picture = await doorOf(it).picture("alice");
    expect(picture).toMatchObject({ type: "image/png", bytes: Buffer.from(IMAGE, "base64") });
    expect(await doorOf(it).contact("alice")).toMatchObject({ picture: picture?.version });
    await setContactLink(it.host, owner, undefined);
    expect(await doorOf(it).picture("alice")).toBe(undefined);

    const bob = await it.login("bob@example.com/phone");
    await bob.asks(`<iq type='set' id='v'><vCard xmlns='vcard-temp'>${photo}</vCard></iq>`);
    await setContactLink(it.host, other, { name: "" });
    expect(await doorOf(it).picture("bob")).toMatchObject({ type: "image/png" });
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
