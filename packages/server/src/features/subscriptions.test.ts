import { describe, expect, test } from "vitest";
import { couple, getRoster, here, open } from "./couple.fixture.ts";

describe("a subscription", () => {
  test("is asked for from the bare address, and noted as asked", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await romeo.sends("<presence to='juliet@example.com/balcony' type='subscribe' id='s1'/>");
    expect(juliet.received()).toEqual([
      "<presence to='juliet@example.com' type='subscribe' id='s1' from='romeo@example.com'/>",
    ]);
    expect(romeo.received().join("")).toContain("<item jid='juliet@example.com' subscription='none' ask='subscribe'/>");
  });

  test("that is granted brings the approval, the changed contact, then the presence", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await juliet.sends("<presence><show>away</show></presence>");
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'/>");
    romeo.received();
    juliet.received();
    await juliet.sends("<presence to='romeo@example.com' type='subscribed'/>");
    const [approval, push, available] = romeo.received();
    expect(approval).toBe("<presence to='romeo@example.com' type='subscribed' from='juliet@example.com'/>");
    expect(push).toContain("<item jid='juliet@example.com' subscription='to'/>");
    expect(available).toBe(
      "<presence from='juliet@example.com/balcony' to='romeo@example.com'><show>away</show></presence>",
    );
    expect(juliet.received().join("")).toContain("<item jid='romeo@example.com' subscription='from'/>");
  });

  test("that is declined leaves nothing behind at the contact", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'/>");
    romeo.received();
    await juliet.sends("<presence to='romeo@example.com' type='unsubscribed'/>");
    expect(romeo.received().join("")).toContain("<item jid='juliet@example.com' subscription='none'/>");
    const again = await house.login("juliet@example.com/chamber");
    await again.sends("<presence/>");
    expect(again.received().join("")).not.toContain("subscribe");
  });

  test("that is cancelled by the contact ends with unavailable presence", async () => {
    const { romeo, juliet } = await couple();
    await juliet.sends("<presence to='romeo@example.com' type='unsubscribed'/>");
    const heard = romeo.received();
    expect(heard[0]).toBe("<presence to='romeo@example.com' type='unsubscribed' from='juliet@example.com'/>");
    expect(heard[1]).toContain("<item jid='juliet@example.com' subscription='from'/>");
    expect(heard[2]).toBe("<presence from='juliet@example.com/balcony' type='unavailable' to='romeo@example.com'/>");
    await juliet.sends("<presence><show>dnd</show></presence>");
    expect(romeo.received()).toEqual([]);
  });

  test("that is given up takes the contact's presence away, not one's own from the contact", async () => {
    const { romeo, juliet } = await couple();
    await romeo.sends("<presence to='juliet@example.com' type='unsubscribe'/>");
    expect(juliet.received().join("")).toContain("<item jid='romeo@example.com' subscription='to'/>");
    juliet.received();
    romeo.received();
    await juliet.sends("<presence><show>dnd</show></presence>");
    expect(romeo.received()).toEqual([]);
    await romeo.sends("<presence><show>dnd</show></presence>");
    expect(juliet.received().join("")).toContain("<show>dnd</show>");
  });

  test("granted in advance needs no further answer (RFC 6121 §3.4)", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await juliet.sends("<presence to='romeo@example.com' type='subscribed'/>");
    expect(juliet.received().join("")).toContain("<item jid='romeo@example.com' subscription='none' approved='true'/>");
    expect(romeo.received()).toEqual([]);
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'/>");
    const heard = romeo.received().join("");
    expect(heard).toContain("type='subscribed'");
    expect(heard).toContain("<presence from='juliet@example.com/balcony' to='romeo@example.com'/>");
    expect(juliet.received().join("")).not.toContain("type='subscribe'");
  });

  test("asked for while the contact is away waits, with all it said, until it is answered", async () => {
    const house = await open();
    house.account("juliet");
    const romeo = await here(house, "romeo@example.com/orchard");
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'><status>It is I</status></presence>");
    for (const resource of ["balcony", "chamber"]) {
      const juliet = await house.login(`juliet@example.com/${resource}`);
      await juliet.sends("<presence/>");
      expect(juliet.received()).toContain(
        "<presence to='juliet@example.com' type='subscribe' from='romeo@example.com'><status>It is I</status></presence>",
      );
      await juliet.leaves();
    }
    const juliet = await house.login("juliet@example.com/balcony");
    await juliet.sends("<presence to='romeo@example.com' type='subscribed'/>");
    await juliet.sends("<presence/>");
    expect(juliet.received().join("")).not.toContain("type='subscribe'");
  });

  test("of somebody who does not exist is noted, and nobody learns more", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    await romeo.sends("<presence to='nobody@example.com' type='subscribe'/>");
    const received = romeo.received();
    expect(received).toHaveLength(1);
    expect(received[0]).toContain("<item jid='nobody@example.com' subscription='none' ask='subscribe'/>");
  });

  test("cannot be granted in somebody else's name", async () => {
    const house = await open();
    const tybalt = await here(house, "tybalt@example.com/street");
    const romeo = await here(house, "romeo@example.com/orchard");
    house.account("juliet");
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'/>");
    romeo.received();
    await tybalt.sends("<presence to='romeo@example.com' type='subscribed'/>");
    expect(romeo.received()).toEqual([]);
    expect((await romeo.asks(getRoster)).join("")).not.toContain("tybalt");
  });

  test("to oneself, to another domain, or with a book inside, is not made", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    expect(await romeo.asks("<presence to='romeo@example.com' type='subscribe'/>")).toEqual([]);
    expect((await romeo.asks("<presence to='juliet@elsewhere.example' type='subscribe'/>"))[0]).toContain(
      "<remote-server-not-found",
    );
    const book = `<presence to='juliet@example.com' type='subscribe'><status>${"a".repeat(9000)}</status></presence>`;
    expect((await romeo.asks(book))[0]).toContain("<policy-violation");
    expect((await romeo.asks(getRoster)).join("")).not.toContain("<item");
  });
});

test("what two devices change at a time is pushed in the order in which it was stored", async () => {
  const house = await open();
  const orchard = await here(house, "romeo@example.com/orchard");
  const desk = await here(house, "romeo@example.com/desk");
  const phone = await here(house, "romeo@example.com/phone");
  await here(house, "juliet@example.com/balcony");
  await Promise.all([
    orchard.sends(
      "<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='juliet@example.com' name='Juliet'/></query></iq>",
    ),
    desk.sends(
      "<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='juliet@example.com' subscription='remove'/></query></iq>",
    ),
  ]);
  const items = [
    ...phone
      .received()
      .join("")
      .matchAll(/ver='(\d+)'><item jid='juliet@example.com'(?: name='Juliet')? subscription='(\w+)'/g),
  ];
  expect(items.map(([, version, subscription]) => `${version} ${subscription}`)).toEqual(["1 none", "2 remove"]);
});
