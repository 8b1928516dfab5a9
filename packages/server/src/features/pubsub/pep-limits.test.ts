import { describe, expect, test } from "vitest";
import { accountPlace } from "../../store/pubsub.ts";
import { befriend } from "../couple.fixture.ts";
import { answers, available, interested, open, publish, tune } from "./pep.fixture.ts";

describe("whom an owner has not asked", () => {
  const owner = (inner: string) =>
    `<iq type='set' id='o'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>${inner}</pubsub></iq>`;
  const member = owner(
    `<affiliations node='${tune}'><affiliation jid='tybalt@example.com' affiliation='member'/></affiliations>`,
  );
  const subscribed = (jid: string) =>
    owner(`<subscriptions node='${tune}'><subscription jid='${jid}' subscription='subscribed'/></subscriptions>`);

  async function openWith(model: string) {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    const tybalt = await interested(house, "tybalt@example.com/street", [tune]);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>", { access_model: model }));
    romeo.received();
    const news = async () => {
      await romeo.sends(publish(tune, "2", "<a xmlns='b'/>"));
      return tybalt.received().filter((stanza) => stanza.includes("<event"));
    };
    return { house, romeo, tybalt, news };
  }

  test("is told of nothing for being on a list, until they subscribe", async () => {
    const { romeo, tybalt, news } = await openWith("whitelist");
    await romeo.sends(member);
    expect(await news()).toEqual([]);
    await tybalt.sends(
      `<iq type='set' id='s' to='romeo@example.com'><pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='${tune}' jid='tybalt@example.com'/></pubsub></iq>`,
    );
    tybalt.received();
    expect(await news()).toHaveLength(1);
  });

  test("is told of nothing that a member may not read without seeing the owner", async () => {
    const { house, romeo, news } = await openWith("presence");
    await romeo.sends(member);
    const subscription = { node: tune, jid: "tybalt@example.com", state: "subscribed" } as const;
    await house.memory.store.pubsub.subscribe(accountPlace(romeo.session.account.id), subscription, 10);
    expect(await news()).toEqual([]);
  });

  test("is not subscribed by the owner", async () => {
    const { house, romeo, tybalt, news } = await openWith("open");
    expect(await romeo.asks(subscribed("tybalt@example.com"))).toEqual([expect.stringContaining("<forbidden")]);
    expect(await news()).toEqual([]);
    await befriend(romeo, await interested(house, "juliet@example.com/balcony", []));
    expect(await romeo.asks(subscribed("juliet@example.com"))).toEqual([expect.stringContaining("type='result'")]);
    expect(await romeo.asks(subscribed("tybalt@example.com").replace("='subscribed'", "='none'"))).toEqual([
      expect.stringContaining("type='result'"),
    ]);
    expect(tybalt.received()).toEqual([]);
  });
});

describe("many", () => {
  test("changes of one request are refused", async () => {
    const house = await open();
    const romeo = await interested(house, "romeo@example.com/orchard", []);
    await romeo.sends(publish(tune, "1", "<a xmlns='b'/>"));
    romeo.received();
    const changes = Array.from({ length: 101 }, (_, i) => `<affiliation jid='user${i}@b' affiliation='none'/>`).join(
      "",
    );
    expect(
      await romeo.asks(
        `<iq type='set' id='o'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='${tune}'>${changes}</affiliations></pubsub></iq>`,
      ),
    ).toEqual([expect.stringContaining("<resource-constraint")]);
  });

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
      lastItems: async (users: readonly string[], nodes: readonly string[], reader: string) => {
        asked.push(nodes.join());
        await read.promise;
        return lastItems(users, nodes, reader);
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
