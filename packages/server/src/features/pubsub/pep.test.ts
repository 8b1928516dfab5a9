import { capsHash } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { befriend } from "../couple.fixture.ts";
import { disco } from "../disco.ts";
import { type Guest, type House, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { pep } from "./pep.ts";

const open = () => openHouse([roster, presence, pep, disco]);
const tune = "http://jabber.org/protocol/tune";

function infoOf(nodes: readonly string[]) {
  return {
    identities: [{ category: "client", type: "pc", name: "Test" }],
    features: nodes.map((node) => `${node}+notify`),
  };
}

/** A session that is available and interested in these nodes; it answers what the server asks of it. */
async function interested(house: House, jid: string, nodes: readonly string[]): Promise<Guest> {
  const guest = await house.login(jid);
  await guest.sends("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
  await guest.sends(await available(nodes));
  await answers(guest, nodes);
  return guest;
}

async function available(nodes: readonly string[]): Promise<string> {
  return capsPresence((await capsHash(infoOf(nodes))) ?? "");
}

function capsPresence(ver: string): string {
  return `<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='c' ver='${ver}'/></presence>`;
}

async function answers(guest: Guest, nodes: readonly string[]): Promise<void> {
  const asked = guest.received().find((stanza) => stanza.includes("disco#info"));
  const [, id] = /id='([^']+)'/.exec(asked ?? "") ?? [];
  const features = nodes.map((node) => `<feature var='${node}+notify'/>`).join("");
  if (id)
    await guest.sends(
      `<iq type='result' to='example.com' id='${id}'><query xmlns='http://jabber.org/protocol/disco#info'>` +
        `<identity category='client' type='pc' name='Test'/>${features}</query></iq>`,
    );
}

function publish(node: string, id: string, payload: string, options: Readonly<Record<string, string>> = {}): string {
  const fields = Object.entries(options).map(
    ([name, value]) => `<field var='pubsub#${name}'><value>${value}</value></field>`,
  );
  const form = `<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>${fields.join("")}</x></publish-options>`;
  return (
    `<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${node}'>` +
    `<item id='${id}'>${payload}</item></publish>${fields.length > 0 ? form : ""}</pubsub></iq>`
  );
}

const items = (node: string, to: string) =>
  `<iq type='get' id='i' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${node}'/></pubsub></iq>`;

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

describe("many", () => {
  test("contacts are told without keeping others waiting", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    const { id } = romeo.session.account;
    for (let i = 0; i < 5_000; i += 1) {
      const change = { kind: "outbound", type: "subscribed" } as const;
      await house.memory.store.roster.change(id, `user${i}@example.com`, { ...change });
      await house.memory.store.roster.change(id, `user${i}@example.com`, {
        kind: "inbound",
        type: "subscribe",
        xml: "<presence/>",
      });
    }
    const told = new Set<string>();
    const done = Promise.withResolvers<void>();
    const signal = house.host.router.signal.bind(house.host.router);
    house.host.router.signal = (user, element) => {
      told.add(user);
      if (told.size === 5_001) done.resolve();
      return signal(user, element);
    };
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>"));
    const toldMeanwhile = told.size;
    await done.promise;
    expect(toldMeanwhile).toBeLessThan(5_001);
  });

  test("nodes are too many at some time", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    for (let i = 0; i < 1_000; i += 1) await romeo.sends(publish(`node${i}`, "1", "<a xmlns='b'/>"));
    romeo.received();
    expect(await romeo.asks(publish("node", "1", "<a xmlns='b'/>"))).toEqual([
      expect.stringMatching(/<not-allowed.*<max-nodes-exceeded/),
    ]);
    expect(await romeo.asks(publish("node1", "1", "<a xmlns='b'/>"))).toEqual([
      expect.stringContaining("type='result'"),
    ]);
  });

  test("items, long names and long ids of one request are refused", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    const items = Array.from({ length: 101 }, (_, i) => `</item><item id='${i}'><a xmlns='b'/>`).join("");
    expect(await romeo.asks(publish("n", "x", `<a xmlns='b'/>${items}`))).toEqual([
      expect.stringMatching(/<not-allowed.*<max-items-exceeded/),
    ]);
    for (const request of [
      publish("n".repeat(1_025), "1", "<a xmlns='b'/>"),
      publish("n", "1".repeat(1_025), "<a xmlns='b'/>"),
      publish("n", "1", `<a xmlns='b'>${"x".repeat(200_000)}</a>`),
    ])
      expect(await romeo.asks(request)).toEqual([expect.stringContaining("<not-acceptable")]);
  });

  test("changes of interest have the contacts' items looked for one after the other, the last one for certain", async () => {
    const house = await open();
    const { pubsub } = house.memory.store;
    const { lastItems } = pubsub;
    const read = Promise.withResolvers<void>();
    const asked: string[] = [];
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    await romeo.sends(publish("node9", "1", "<a xmlns='b'/>"));
    Object.assign(pubsub, {
      lastItems: async (users: readonly string[], nodes: readonly string[]) => {
        asked.push(nodes.join());
        await read.promise;
        return lastItems(users, nodes);
      },
    });
    const garden = await house.login("romeo@example.com/garden");
    for (let i = 0; i < 10; i += 1) {
      await garden.sends(await available([`node${i}`]));
      await answers(garden, [`node${i}`]);
    }
    expect(asked).toEqual(["node0"]);
    read.resolve();
    await garden.sends("<iq type='result' id='nothing'/>");
    expect(asked).toEqual(["node0", "node9"]);
    expect(garden.received().filter((stanza) => stanza.includes("<delay"))).toHaveLength(1);
  });

  test("interests of one client do not count beyond a hundred", async () => {
    const house = await open();
    const nodes = Array.from({ length: 150 }, (_, i) => `node${i}`);
    const romeo = await interested(house, "romeo@example.com/orchard", nodes);
    await romeo.sends(publish("node0", "1", "<a xmlns='b'/>"));
    await romeo.sends(publish("node149", "1", "<a xmlns='b'/>"));
    expect(romeo.received().filter((stanza) => stanza.includes("<event"))).toHaveLength(1);
  });
});
