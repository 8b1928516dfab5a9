import { parseElement } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { openHouse } from "../house.fixture.ts";
import { Allowances } from "./allowance.ts";
import { DOMAIN, doorOf, guestHouse as house, message, UNAVAILABLE, visit } from "./guests.fixture.ts";
import { guests } from "./guests.ts";
import { contactLinkOf, setContactLink } from "./openness.ts";

const REPLY =
  "<message xmlns='jabber:client' type='chat' id='r' from='alice@example.com/phone' to='stranger@guest.example.com/desk'><body>Hi</body></message>";
const BACK = "<iq type='set' id='i' to='alice@example.com'><back xmlns='urn:yonder:guest:0'/></iq>";

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
    const typing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
    expect((await bob.asks(message("stranger@guest.example.com", typing))).join()).toMatch(UNAVAILABLE);
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

  test("does not yet: who wrote hears that it waits", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    await alice.asks("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
    const { session } = await visit(it);
    await doorOf(it).end(session, "expired", [hello]);
    expect(alice.received().join()).toMatch(/from='stranger@guest.example.com'.*<outcome .*id='r' state='kept'/);
    await alice.sends(message("stranger@guest.example.com"));
    expect(alice.received().join()).toMatch(/<outcome .*id='m' state='kept'/);
  });

  test("reads what was said to them meanwhile in the archive of who said it, and nothing else", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    await alice.sends(message("stranger@guest.example.com", "<body>Are you back?</body>"));
    await alice.sends(message("another@guest.example.com", "<body>For another</body>"));
    await alice.sends(message("bob@example.com", "<body>For Bob</body>"));
    const stranger = await visit(it);
    expect(await stranger.asks(message("alice@example.com", "<body>I am</body>"))).toBe("");
    const told = await stranger.asks(BACK);
    expect(told).toMatch(
      /<message .*to='stranger@guest.example.com\/desk'.*Are you back\?.*<delay .*<iq .*type='result'/,
    );
    expect(told).not.toMatch(/For another|For Bob|I am/);
  });

  test("reads what both said, to take it along", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    const stranger = await visit(it);
    await stranger.asks(message("alice@example.com", "<body>Is anybody here?</body>"));
    await alice.sends(message("stranger@guest.example.com", "<body>I am</body>"));
    const told = await stranger.asks(BACK.replace("<back", "<back all='true'"));
    expect(told).toMatch(
      /from='stranger@guest.example.com\/desk'.*Is anybody here\?.*<delay .*from='alice.*I am.*<iq /,
    );
    const another = await visit(it, "another");
    expect(await another.asks(BACK.replace("<back", "<back all='true'"))).not.toContain("<body>");
  });

  test("hears nothing any more from who has closed the link, or blocked them", async () => {
    const it = await house();
    const alice = await it.login("alice@example.com/phone");
    await alice.sends(message("stranger@guest.example.com", "<body>Are you back?</body>"));
    await alice.asks(
      "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='stranger@guest.example.com'/></block></iq>",
    );
    const stranger = await visit(it);
    expect(await stranger.asks(BACK)).not.toContain("Are you back?");
    await setContactLink(it.host, it.account("alice"), undefined);
    expect(await stranger.asks(BACK)).toMatch(UNAVAILABLE);
  });

  test("asks only so often", async () => {
    const stranger = await visit(await house());
    for (let i = 0; i < 10; i++) expect(await stranger.asks(BACK)).toContain("type='result'");
    expect(await stranger.asks(BACK)).toContain("<resource-constraint ");
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
