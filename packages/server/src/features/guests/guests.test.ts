import { NS, parseElement, withAttrs } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { commands } from "../ad-hoc/commands.ts";
import { type House, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { Allowances } from "./allowance.ts";
import { guests } from "./guests.ts";
import { Newcomers } from "./newcomers.ts";
import { contactLinkOf, setContactLink } from "./openness.ts";

const DOMAIN = "guest.example.com";
const REPLY =
  "<message xmlns='jabber:client' type='chat' id='r' from='alice@example.com/phone' to='stranger@guest.example.com/desk'><body>Hi</body></message>";
const UNAVAILABLE = /<error type='cancel'><service-unavailable /;

async function house(config = {}): Promise<House> {
  const house = await openHouse([presence, guests], { guests: true, ...config });
  await setContactLink(house.host, house.account("alice"), { name: "Alice Liddell" });
  house.account("bob");
  return house;
}

function doorOf({ host }: House) {
  const door = host.router.guests.get(DOMAIN);
  if (!door) throw new Error("there is no door");
  return door;
}

/** A guest's session, as the stream makes it. */
async function visit(house: House, name = "stranger", resource = "desk") {
  const door = doorOf(house);
  const { session, received } = await house.login(`${name}@${DOMAIN}/${resource}`);
  house.host.sessions.depart(session);
  await door.bind(session);
  const asks = async (text: string): Promise<string> => {
    const stanza = parseElement(text.replace(/^<(\w+)/, `<$1 xmlns='${NS.client}'`));
    await door.stanza(session, withAttrs(stanza, { from: session.jid.toString() }));
    // What others get of it is under way.
    await new Promise((resolve) => setImmediate(resolve));
    return received().join("");
  };
  return { session, received, asks, leave: () => door.end(session, "closed", []) };
}

function message(to: string, inside = "<body>Hello</body>", attrs = "type='chat'"): string {
  return `<message to='${to}' id='m' ${attrs}>${inside}</message>`;
}

describe("a guest", () => {
  test("writes to who lets guests write to them, and hears back", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    await alice.sends("<presence/>");
    alice.received();
    const stranger = await visit(it);
    expect(await stranger.asks(message("alice@example.com"))).toBe("");
    expect(alice.received().join()).toMatch(/^<message .*from='stranger@guest.example.com\/desk'/);
    await alice.sends(message("stranger@guest.example.com/desk", "<body>Hi</body>"));
    expect(stranger.received().join()).toContain("<body>Hi</body>");
  });

  test("does not reach who took that back", async () => {
    const it = await house();
    const alice = await it.host.store.accounts.find("alice");
    if (alice) await setContactLink(it.host, alice, undefined);
    expect(await (await visit(it)).asks(message("alice@example.com"))).toMatch(UNAVAILABLE);
  });

  test("leaves nothing behind of an account that was removed", async () => {
    const it = await house();
    it.memory.changeAccount({ kind: "credentials", id: 1, username: "alice", epoch: 2 });
    expect(await contactLinkOf(it.host, { id: 1 })).toEqual({ name: "Alice Liddell" });
    it.memory.changeAccount({ kind: "removed", id: 1, username: "alice", epoch: 2 });
    expect(await contactLinkOf(it.host, { id: 1 })).toBe(undefined);
  });

  test.each([
    ["who let no guests in", message("bob@example.com")],
    ["who does not exist", message("nobody@example.com")],
    ["the server", message("example.com")],
    ["other servers", message("alice@elsewhere.example")],
    ["other guests", message(`another@${DOMAIN}`)],
    ["what is no address", message("@")],
    ["a group", message("alice@example.com", "<body>Hello</body>", "type='groupchat'")],
    ["alice's devices", "<iq type='get' id='i' to='alice@example.com/phone'><query xmlns='jabber:iq:version'/></iq>"],
    ["the archive", "<iq type='set' id='i'><query xmlns='urn:xmpp:mam:2'/></iq>"],
    ["a ping elsewhere", "<iq type='get' id='i' to='example.com'><ping xmlns='urn:xmpp:ping'/></iq>"],
  ])("does not reach %s", async (_, stanza) => {
    expect(await (await visit(await house())).asks(stanza)).toMatch(UNAVAILABLE);
  });

  test("is not seen, and answers nobody", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    await alice.sends("<presence/>");
    alice.received();
    const stranger = await visit(it);
    for (const stanza of [
      "<presence to='alice@example.com'/>",
      "<presence to='alice@example.com' type='subscribe'/>",
      "<iq type='result' id='i' to='alice@example.com/phone'/>",
      message("alice@example.com", "", "type='error'"),
    ])
      expect(await stranger.asks(stanza)).toBe("");
    expect(alice.received()).toEqual([]);
  });

  test("writes no long messages, and not too many", async () => {
    const stranger = await visit(await house());
    expect(await stranger.asks(message("alice@example.com", `<body>${"x".repeat(17_000)}</body>`))).toContain(
      "<policy-violation ",
    );
    for (let i = 0; i < 9; i++) await stranger.asks(message("alice@example.com"));
    expect(await stranger.asks(message("alice@example.com"))).toContain("<resource-constraint ");
  });

  test("does not bury who lets guests write to them, with others", async () => {
    const it = await house();
    for (let i = 0; i < 6; i++) {
      const stranger = await visit(it, `stranger-${i}`);
      for (let j = 0; j < 10; j++) expect(await stranger.asks(message("alice@example.com"))).toBe("");
    }
    const last = await visit(it, "stranger-6");
    expect(await last.asks(message("alice@example.com"))).toContain("<resource-constraint ");
    expect(await last.asks(message("bob@example.com"))).toMatch(UNAVAILABLE);
  });

  test("may write again after a while", () => {
    const allowances = new Allowances({ burst: 10, refillMs: 2_000 });
    for (let i = 0; i < 10; i++) expect(allowances.take("stranger", 0)).toBe(true);
    expect(allowances.take("stranger", 1_999)).toBe(false);
    expect(allowances.take("another", 1_999)).toBe(true);
    expect(allowances.take("stranger", 2_000)).toBe(true);
    expect(allowances.take("stranger", 2_001)).toBe(false);
  });

  test("is not found any more when it has left, and only messages find it before", async () => {
    const it = await house();
    const bob = await it.login("bob@example.com/phone");
    const stranger = await visit(it);
    const request = "<iq type='get' id='i' to='stranger@guest.example.com/desk'><ping xmlns='urn:xmpp:ping'/></iq>";
    expect((await bob.asks(request)).join()).toMatch(UNAVAILABLE);
    await bob.sends("<presence to='stranger@guest.example.com'/>");
    expect(stranger.received()).toEqual([]);
    await stranger.leave();
    expect((await bob.asks(message("stranger@guest.example.com"))).join()).toMatch(UNAVAILABLE);
  });
});

describe("a guest who comes back", () => {
  const hello = { stanza: parseElement(REPLY), archiveId: undefined };

  test("takes the place of who they were, and gets what did not reach that one", async () => {
    const it = await house();
    const before = await visit(it);
    const after = await visit(it);
    expect(before.session.isOver).toBe(true);
    await doorOf(it).end(before.session, "replaced", [hello]);
    expect(after.received().join()).toContain("<body>Hi</body>");
    expect(it.host.sessions.of(`stranger@${DOMAIN}`)).toEqual([after.session]);
  });

  test("does not: what did not reach them is returned", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    const { session } = await visit(it);
    await doorOf(it).end(session, "expired", [hello]);
    expect(alice.received().join()).toMatch(/<message .*type='error'.*<service-unavailable /);
  });

  test("writes no more for that", async () => {
    const it = await house();
    for (let i = 0; i < 10; i++) await (await visit(it)).asks(message("alice@example.com"));
    expect(await (await visit(it)).asks(message("alice@example.com"))).toContain("<resource-constraint ");
  });

  test("has a few pages open, and not all that there may be", async () => {
    const it = await house();
    for (const page of ["1", "2", "3", "4", "4"]) await visit(it, "stranger", page);
    await expect(visit(it, "stranger", "5")).rejects.toMatchObject({ condition: "resource-constraint" });
  });

  test("goes on at another node", async () => {
    const it = await house({ limits: { guests: 1 } });
    const { session } = await visit(it);
    await doorOf(it).depart(session);
    expect(await it.host.directory.lookUp(session.jid.bare)).toEqual([]);
    await doorOf(it).arrive(session, {});
    expect(await it.host.directory.lookUp(session.jid.bare)).toMatchObject([{ resource: "desk" }]);
    expect(doorOf(it).admits("192.0.2.9", false)).toBe(false);
  });
});

describe("the guests' door", () => {
  test("is closed unless the configuration says otherwise", async () => {
    const it = await openHouse([guests]);
    expect(it.host.router.guests.size).toBe(0);
    expect(it.host.router.serves(DOMAIN)).toBe(false);
  });

  test("lets in so many at a time", async () => {
    const it = await house({ limits: { guests: 1 } });
    const stranger = await visit(it);
    expect(doorOf(it).admits("192.0.2.9", false)).toBe(false);
    await expect(visit(it, "another")).rejects.toMatchObject({ condition: "resource-constraint" });
    await stranger.leave();
    expect(doorOf(it).admits("192.0.2.9", false)).toBe(true);
  });

  test("lets in so many from one address in some minutes", async () => {
    const door = doorOf(await house());
    for (let i = 0; i < 20; i++) expect(door.admits("192.0.2.9", false)).toBe(true);
    expect(door.admits("192.0.2.9", false)).toBe(false);
    expect(door.admits("192.0.2.10", false)).toBe(true);
    for (let i = 0; i < 60; i++) expect(door.admits("192.0.2.9", true)).toBe(true);
    expect(door.admits("192.0.2.9", true)).toBe(false);
  });
});

describe("a contact link", () => {
  test("says who it leads to, and whether they are here", async () => {
    const it = await house();
    const alice = { address: "alice@example.com", name: "Alice Liddell" };
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
