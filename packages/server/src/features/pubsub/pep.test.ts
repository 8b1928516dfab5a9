import { describe, expect, test } from "vitest";
import { befriend } from "../couple.fixture.ts";
import { answers, available, capsPresence, interested, items, open, publish, tune } from "./pep.fixture.ts";

describe("what is published", () => {
  test("goes to the own devices and the contacts that are interested, and to nobody else", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", [tune]);
    const juliet = await interested(house, "juliet@example.com/balcony", [tune]);
    const deaf = await interested(house, "juliet@example.com/chamber", ["other"]);
    const tybalt = await interested(house, "tybalt@example.com/street", [tune]);
    await befriend(romeo, juliet);
    for (const guest of [romeo, juliet, deaf, tybalt]) guest.received();
    await romeo.sends(publish(tune, "1", `<tune xmlns='${tune}'/>`));
    expect(romeo.received()).toEqual([
      expect.stringContaining("type='result'"),
      expect.stringContaining(`<items node='${tune}'><item id='1'><tune xmlns='${tune}'/></item></items>`),
    ]);
    const [heard, ...more] = juliet.received();
    expect(heard).toMatch(/^<message from='romeo@example.com' type='headline' to='juliet@example.com\/balcony' id='/);
    expect(more).toEqual([]);
    expect([...deaf.received(), ...tybalt.received()]).toEqual([]);
  });

  test("is given to a device that comes later, and to one that sees the publisher from now on", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    await romeo.sends(publish(tune, "1", `<tune xmlns='${tune}'/>`));
    const juliet = await interested(house, "juliet@example.com/balcony", [tune]);
    expect(juliet.received()).toEqual([]);
    await romeo.sends("<presence to='juliet@example.com' type='subscribed'/>");
    await juliet.sends("<presence to='romeo@example.com' type='subscribe'/>");
    expect(juliet.received().filter((stanza) => stanza.includes("<delay"))).toHaveLength(1);
    const chamber = await house.login("juliet@example.com/chamber");
    await chamber.sends(await available([tune]));
    expect(chamber.received().filter((stanza) => stanza.includes("<delay"))).toHaveLength(1);
    await chamber.sends(await available([tune]));
    expect(chamber.received().filter((stanza) => stanza.includes("<delay"))).toEqual([]);
  });

  test("privately goes to the own devices alone, and nobody else reads it", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", [tune]);
    const juliet = await interested(house, "juliet@example.com/balcony", [tune]);
    await befriend(romeo, juliet);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>", { access_model: "whitelist", persist_items: "true" }));
    expect(romeo.received().filter((stanza) => stanza.includes("<event"))).toHaveLength(1);
    expect(juliet.received()).toEqual([]);
    expect(await juliet.asks(items(tune, "romeo@example.com"))).toEqual([expect.stringContaining("<closed-node")]);
    expect(await romeo.asks(items(tune, "romeo@example.com"))).toEqual([expect.stringContaining("<item id='1'>")]);
  });

  test("under other conditions than the node's is refused", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>"));
    const refused = await romeo.asks(publish(tune, "2", "<a xmlns='b'/>", { access_model: "whitelist" }));
    expect(refused).toEqual([expect.stringMatching(/<conflict.*<precondition-not-met/)]);
    const unknown = await romeo.asks(publish(tune, "2", "<a xmlns='b'/>", { colour: "red" }));
    expect(unknown).toEqual([expect.stringContaining("<precondition-not-met")]);
    const met = await romeo.asks(publish(tune, "2", "<a xmlns='b'/>", { access_model: "presence", max_items: "1" }));
    expect(met[0]).toContain("type='result'");
  });
});

describe("a stranger", () => {
  test("learns as little of an account with nodes as of one that does not exist", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    for (const [node, model] of [
      ["p", "presence"],
      ["w", "whitelist"],
      ["r", "roster"],
    ] as const)
      await romeo.sends(publish(node, "1", "<a xmlns='b'/>", { access_model: model }));
    const tybalt = await interested(house, "tybalt@example.com/street", []);
    const answerTo = async (request: string) =>
      (await tybalt.asks(request)).map((answer) => answer.replaceAll(/(?:romeo|nobody)@/g, "somebody@"));
    const requests = (node: string, to: string) => [
      items(node, to),
      publish(node, "1", "<a xmlns='b'/>").replace("<iq ", `<iq to='${to}' `),
      `<iq type='set' id='s' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${node}' jid='tybalt@example.com'/></pubsub></iq>`,
      `<iq type='set' id='u' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><unsubscribe node='${node}' jid='tybalt@example.com'/></pubsub></iq>`,
      `<iq type='set' id='c' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='${node}'/></pubsub></iq>`,
      `<iq type='set' id='r' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='${node}'><item id='1'/></retract></pubsub></iq>`,
      `<iq type='get' id='s' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions/></pubsub></iq>`,
      `<iq type='get' id='b' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><nonsense/></pubsub></iq>`,
      `<iq type='set' id='b' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish/></pubsub></iq>`,
      `<iq type='set' id='d' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='${node}'/></pubsub></iq>`,
      `<iq type='get' id='g' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='${node}'/></pubsub></iq>`,
      `<iq type='get' id='n' to='${to}'><query xmlns='http://jabber.org/protocol/disco#items' node='${node}'/></iq>`,
      `<iq type='get' id='n' to='${to}'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`,
      `<iq type='get' id='n' to='${to}'><query xmlns='http://jabber.org/protocol/disco#info' node='${node}'/></iq>`,
    ];
    for (const node of ["p", "w", "r", "missing"]) {
      const [there, nowhere] = [requests(node, "romeo@example.com"), requests(node, "nobody@example.com")];
      for (const [i, request] of there.entries())
        expect(await answerTo(request)).toEqual(await answerTo(nowhere[i] ?? ""));
    }
  });

  test("is nothing to a node that knew a former account of that name", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>", { access_model: "whitelist" }));
    await romeo.sends(
      `<iq type='set' id='a'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='${tune}'>` +
        "<affiliation jid='tybalt@example.com' affiliation='member'/></affiliations></pubsub></iq>",
    );
    const tybalt = await interested(house, "tybalt@example.com/street", []);
    const read = async () => (await tybalt.asks(items(tune, "romeo@example.com"))).join("");
    expect(await read()).toContain("<item id='1'>");
    house.memory.changeAccount({ kind: "removed", id: 3, username: "tybalt", epoch: 1 });
    await expect.poll(read).not.toContain("<item id='1'>");
  });

  test("reads a node that is open, and finds it", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>", { access_model: "open" }));
    const tybalt = await interested(house, "tybalt@example.com/street", []);
    expect(await tybalt.asks(items(tune, "romeo@example.com"))).toEqual([expect.stringContaining("<item id='1'>")]);
    const found = await tybalt.asks(
      "<iq type='get' id='n' to='romeo@example.com'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
    );
    expect(found).toEqual([expect.stringContaining(`<item jid='romeo@example.com' node='${tune}'/>`)]);
  });
});

describe("what a client is interested in", () => {
  test("is asked once of all clients that are the same", async () => {
    const house = await open();
    await interested(house, "romeo@example.com/orchard", [tune]);
    const juliet = await house.login("juliet@example.com/balcony");
    await juliet.sends(await available([tune]));
    expect(juliet.received().filter((stanza) => stanza.includes("disco#info"))).toEqual([]);
    await juliet.sends(publish(tune, "1", "<a xmlns='b'/>"));
    expect(juliet.received().filter((stanza) => stanza.includes("<event"))).toHaveLength(1);
  });

  test("counts for one client alone when it does not prove itself by its hash", async () => {
    const house = await open();
    const liar = await house.login("tybalt@example.com/street");
    await liar.sends(capsPresence("bm90IHRoZSBoYXNo"));
    await answers(liar, [tune]);
    await liar.sends(publish(tune, "1", "<a xmlns='b'/>"));
    expect(liar.received().filter((stanza) => stanza.includes("<event"))).toHaveLength(1);
    const romeo = await house.login("romeo@example.com/orchard");
    await romeo.sends(capsPresence("bm90IHRoZSBoYXNo"));
    expect(romeo.received().filter((stanza) => stanza.includes("disco#info"))).toHaveLength(1);
  });

  test("counts for one client alone when it is too much to be remembered", async () => {
    const house = await open();
    const nodes = Array.from({ length: 20 }, (_, i) => `${i}${"x".repeat(500)}`);
    await interested(house, "romeo@example.com/orchard", nodes);
    const juliet = await house.login("juliet@example.com/balcony");
    await juliet.sends(await available(nodes));
    expect(juliet.received().filter((stanza) => stanza.includes("disco#info"))).toHaveLength(1);
  });

  test("goes along when a session moves to another node", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", [tune]);
    const { features } = house.host.router.depart(romeo.session);
    expect(features).toMatchObject({ pep: { nodes: [tune] } });
    await house.host.router.arrive(romeo.session, { intake: undefined, features } as never);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>"));
    expect(romeo.received().filter((stanza) => stanza.includes("<event"))).toHaveLength(1);
  });
});
