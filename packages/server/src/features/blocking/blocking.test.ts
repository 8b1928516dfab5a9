import { describe, expect, test } from "vitest";
import { carbons } from "../carbons.ts";
import { befriend, getRoster } from "../couple.fixture.ts";
import { openHouse } from "../house.fixture.ts";
import { outcome } from "../outcome.ts";
import { ping } from "../ping.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { blocking } from "./blocking.ts";
import { reporting } from "./reporting.ts";

const item = (jid: string, inside = "") => `<item jid='${jid}'>${inside}</item>`;
const block = (...items: string[]) =>
  `<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'>${items.join("")}</block></iq>`;
const unblock = (...items: string[]) =>
  `<iq type='set' id='u'><unblock xmlns='urn:xmpp:blocking'>${items.join("")}</unblock></iq>`;
const getList = "<iq type='get' id='l'><blocklist xmlns='urn:xmpp:blocking'/></iq>";
const hello = (to: string, id = "m1") => `<message to='${to}' type='chat' id='${id}'><body>hello</body></message>`;

async function open() {
  const house = await openHouse([roster, presence, carbons, outcome, ping, blocking, reporting]);
  const here = async (jid: string) => {
    const guest = await house.login(jid);
    await guest.sends(getRoster);
    await guest.sends("<presence/>");
    guest.received();
    return guest;
  };
  const romeo = await here("romeo@example.com/orchard");
  const juliet = await here("juliet@example.com/balcony");
  await befriend(romeo, juliet);
  return { house, here, romeo, juliet };
}

describe("a blocked contact who takes leave", () => {
  test.each([
    ["unsubscribe", "to"],
    ["unsubscribed", "from"],
  ])("by %s is not heard, and both rosters agree on it", async (type, left) => {
    const { romeo, juliet } = await open();
    await juliet.sends(block(item("romeo@example.com")));
    juliet.received();
    await romeo.sends(`<presence to='juliet@example.com' type='${type}'/>`);
    expect(juliet.received().join("")).not.toContain("<presence ");
    await juliet.sends(unblock());
    juliet.received();
    expect((await juliet.asks(getRoster)).join("")).toMatch(
      new RegExp(`<item jid='romeo@example.com'[^>]* subscription='${left}'`),
    );
  });
});

describe("a blocklist", () => {
  test("tells whom the user has blocked, and every session that asked for it what changes", async () => {
    const { here, juliet } = await open();
    const chamber = await here("juliet@example.com/chamber");
    expect((await juliet.asks(getList))[0]).toContain("<blocklist xmlns='urn:xmpp:blocking'/>");
    await chamber.sends(getList);
    chamber.received();
    juliet.received();
    const [result, push] = await juliet.asks(block(item("Romeo@example.com"), item("evil.example")));
    expect(result).toBe("<iq type='result' id='b' to='juliet@example.com/balcony'/>");
    expect(push).toContain(
      "<block xmlns='urn:xmpp:blocking'><item jid='romeo@example.com'/><item jid='evil.example'/></block>",
    );
    expect(chamber.received().join("")).toContain("<item jid='romeo@example.com'/>");
    expect((await juliet.asks(getList))[0]).toContain("<item jid='evil.example'/><item jid='romeo@example.com'/>");
    expect((await juliet.asks(unblock(item("evil.example")))).join("")).toContain(
      "<unblock xmlns='urn:xmpp:blocking'><item jid='evil.example'/></unblock>",
    );
    expect((await juliet.asks(unblock())).join("")).toContain("<unblock xmlns='urn:xmpp:blocking'/>");
    expect((await juliet.asks(getList))[0]).toContain("<blocklist xmlns='urn:xmpp:blocking'/>");
  });

  test("refuses what names nobody, a broken address, oneself, or too many", async () => {
    const { romeo, juliet } = await open();
    expect((await juliet.asks(block()))[0]).toContain("<bad-request");
    expect((await juliet.asks(block("<item/>")))[0]).toContain("<bad-request");
    expect((await juliet.asks(block(item("@"))))[0]).toContain("<jid-malformed");
    expect((await juliet.asks(block(item("juliet@example.com"))))[0]).toContain("<not-allowed");
    const many = Array.from({ length: 1_001 }, (_, i) => item(`user${i}@example.net`));
    expect((await juliet.asks(block(...many)))[0]).toContain("<resource-constraint");
    const others = "<iq to='juliet@example.com' type='get' id='l'><blocklist xmlns='urn:xmpp:blocking'/></iq>";
    expect((await romeo.asks(others))[0]).toContain("<forbidden");
  });
});

describe("who is blocked", () => {
  test("sees the user go, and come back when that is over; and so does the user", async () => {
    const { romeo, juliet } = await open();
    await juliet.sends(block(item("romeo@example.com")));
    expect(romeo.received()).toEqual([
      "<presence from='juliet@example.com/balcony' type='unavailable' to='romeo@example.com'/>",
    ]);
    await juliet.sends("<presence><show>away</show></presence>");
    await juliet.sends("<presence type='unavailable'/>");
    await juliet.sends("<presence/>");
    await romeo.sends("<presence><show>dnd</show></presence>");
    expect(romeo.received().join("")).not.toContain("juliet");
    expect(juliet.received().join("")).not.toContain("romeo");
    await juliet.sends(unblock(item("romeo@example.com")));
    expect(romeo.received()).toEqual(["<presence from='juliet@example.com/balcony' to='romeo@example.com'/>"]);
    expect(juliet.received().join("")).toContain("<show>dnd</show>");
  });

  test("is told that nobody is here to take messages, which are kept nowhere", async () => {
    const { house, here, romeo, juliet } = await open();
    const garden = await here("romeo@example.com/garden");
    await garden.sends("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
    await romeo.sends("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
    await juliet.sends(block(item("romeo@example.com")));
    for (const guest of [romeo, garden, juliet]) guest.received();
    for (const to of ["juliet@example.com", "juliet@example.com/balcony"]) {
      const answer = await romeo.asks(hello(to));
      expect(answer).toHaveLength(1);
      expect(answer[0]).toContain("<service-unavailable");
    }
    expect((await romeo.asks("<message to='juliet@example.com' type='error' id='e'/>")).join("")).toBe("");
    expect(juliet.received()).toEqual([]);
    expect(garden.received()).toEqual([]);
    for (const { account } of [romeo.session, juliet.session])
      expect(await house.host.store.archive.metadata(account.id)).toBeUndefined();
  });

  test("gets no answer to presence, and errors for requests", async () => {
    const { juliet, romeo } = await open();
    await juliet.sends(block(item("romeo@example.com")));
    romeo.received();
    for (const type of ["", " type='probe'", " type='unavailable'"])
      expect(await romeo.asks(`<presence to='juliet@example.com'${type}/>`)).toEqual([]);
    const ping = (to: string) => `<iq type='get' id='p' to='${to}'><ping xmlns='urn:xmpp:ping'/></iq>`;
    for (const to of ["juliet@example.com", "juliet@example.com/balcony"])
      expect((await romeo.asks(ping(to)))[0]).toContain("<service-unavailable");
    expect(await romeo.asks("<iq type='result' id='p' to='juliet@example.com/balcony'/>")).toEqual([]);
    expect((await romeo.asks(ping("example.com")))[0]).toContain("type='result'");
    expect(juliet.received().join("")).not.toContain("romeo");
  });

  test("may ask for a subscription, which the user does not hear of", async () => {
    const { here, juliet } = await open();
    const tybalt = await here("tybalt@example.com/street");
    await juliet.sends(block(item("tybalt@example.com")));
    juliet.received();
    const answer = (await tybalt.asks("<presence to='juliet@example.com' type='subscribe'/>")).join("");
    expect(answer).toContain("ask='subscribe'");
    expect(juliet.received()).toEqual([]);
    expect((await juliet.asks(getRoster)).join("")).not.toContain("tybalt");
  });

  test("asks in vain once blocked, though asked before", async () => {
    const { here, juliet } = await open();
    const tybalt = await here("tybalt@example.com/street");
    await tybalt.sends("<presence to='juliet@example.com' type='subscribe'/>");
    expect(juliet.received().join("")).toContain("type='subscribe'");
    await juliet.sends(block(item("tybalt@example.com")));
    await juliet.sends("<presence type='unavailable'/>");
    expect((await juliet.asks("<presence/>")).join("")).not.toContain("tybalt");
    await juliet.sends(unblock());
    await juliet.sends("<presence type='unavailable'/>");
    expect((await juliet.asks("<presence/>")).join("")).toContain("type='subscribe'");
  });

  test("gets nothing from the user either, who is told", async () => {
    const { romeo, juliet } = await open();
    await juliet.sends(block(item("romeo@example.com")));
    romeo.received();
    const stanzas = [
      hello("romeo@example.com/orchard"),
      "<presence to='romeo@example.com/orchard'/>",
      "<iq type='get' id='p' to='romeo@example.com/orchard'><ping xmlns='urn:xmpp:ping'/></iq>",
    ];
    for (const stanza of stanzas) {
      const [answer] = await juliet.asks(stanza);
      expect(answer).toContain("<error type='cancel'><not-acceptable");
      expect(answer).toContain("<blocked xmlns='urn:xmpp:blocking:errors'/>");
    }
    expect(romeo.received()).toEqual([]);
  });

  test("does not hear that what came before reached a device, nor is that given to one that comes later", async () => {
    const { house, here, romeo, juliet } = await open();
    await romeo.sends("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
    await juliet.sends("<presence type='unavailable'/>");
    await romeo.sends(hello("juliet@example.com"));
    await juliet.sends(block(item("romeo@example.com")));
    for (const guest of [romeo, juliet]) guest.received();
    await juliet.sends("<presence/>");
    juliet.drains();
    expect(juliet.received().join("")).not.toContain("hello");
    expect(romeo.received()).toEqual([]);
    expect(await house.host.store.archive.metadata(juliet.session.account.id)).toBeDefined();
    expect(await here("juliet@example.com/chamber")).toBeDefined();
  });
});

describe("a block", () => {
  test.each([
    ["example.com", true],
    ["romeo@example.com/orchard", true],
    ["romeo@example.com/garden", false],
    ["com", false],
  ])("of %s concerns romeo@example.com/orchard: %s", async (address, isBlocked) => {
    const { romeo, juliet } = await open();
    await juliet.sends(block(item(address)));
    juliet.received();
    await romeo.sends(hello("juliet@example.com"));
    expect(juliet.received().join("").includes("hello")).toBe(!isBlocked);
  });

  test("of one session leaves the others of its user alone", async () => {
    const { here, romeo, juliet } = await open();
    const garden = await here("romeo@example.com/garden");
    await juliet.sends(block(item("romeo@example.com/garden")));
    expect(garden.received().join("")).toContain("type='unavailable'");
    romeo.received();
    await juliet.sends("<presence><status>here</status></presence>");
    expect(romeo.received().join("")).toContain("<status>here</status>");
    expect(garden.received()).toEqual([]);
  });

  test("holds for strangers who were shown the user's presence", async () => {
    const { here, juliet } = await open();
    const tybalt = await here("tybalt@example.com/street");
    await juliet.sends("<presence to='tybalt@example.com/street'/>");
    tybalt.received();
    await juliet.sends(block(item("tybalt@example.com")));
    expect(tybalt.received().join("")).toContain("type='unavailable'");
    await juliet.sends("<presence type='unavailable'/>");
    expect(tybalt.received()).toEqual([]);
  });

  test("may come with a report, for the administrators", async () => {
    const { house, juliet } = await open();
    const report = `<report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>
      <text>Never came trouble to my house like this.</text><third-party/>
      <stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='abc'/>
      <stanza-id xmlns='urn:xmpp:sid:0' by='romeo@example.com' id='forged'/></report>`;
    await juliet.sends(block(item("romeo@example.com", report), item("evil.example")));
    expect(await house.host.store.reports.list(10)).toMatchObject([
      {
        reporter: "juliet",
        address: "romeo@example.com",
        reason: "urn:xmpp:reporting:spam",
        text: "Never came trouble to my house like this.",
        stanzaIds: ["abc"],
        forOrigin: false,
        forOthers: true,
      },
    ]);
    const broken = "<report xmlns='urn:xmpp:reporting:1'/>";
    expect((await juliet.asks(block(item("tybalt@example.com", broken))))[0]).toContain("<bad-request");
    expect(await house.host.store.blocks.of("juliet")).toEqual(["evil.example", "romeo@example.com"]);
  });
});
