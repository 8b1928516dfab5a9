import { NS, parseElement, withAttrs } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { type House, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { Allowances } from "./allowance.ts";
import { guests } from "./guests.ts";
import { isOpenToGuests, openToGuests } from "./openness.ts";

const DOMAIN = "guest.example.com";
const REPLY =
  "<message xmlns='jabber:client' type='chat' id='r' from='alice@example.com/phone' to='stranger@guest.example.com/desk'><body>Hi</body></message>";
const UNAVAILABLE = /<error type='cancel'><service-unavailable /;

async function house(config = {}): Promise<House> {
  const house = await openHouse([presence, guests], { guests: true, ...config });
  await openToGuests(house.host, house.account("alice"), true);
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
    if (alice) await openToGuests(it.host, alice, false);
    expect(await (await visit(it)).asks(message("alice@example.com"))).toMatch(UNAVAILABLE);
  });

  test("leaves nothing behind of an account that was removed", async () => {
    const it = await house();
    it.memory.changeAccount({ kind: "credentials", id: 1, username: "alice", epoch: 2 });
    expect(await isOpenToGuests(it.host, { id: 1 })).toBe(true);
    it.memory.changeAccount({ kind: "removed", id: 1, username: "alice", epoch: 2 });
    expect(await isOpenToGuests(it.host, { id: 1 })).toBe(false);
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
