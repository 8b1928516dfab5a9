import { describe, expect, test } from "vitest";
import type { ConfigValues } from "../../config/config.ts";
import { openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { pubsubService } from "./service.ts";

const PUBSUB = "http://jabber.org/protocol/pubsub";
const OWNER = `${PUBSUB}#owner`;

async function open(config: ConfigValues = { pubsubCreation: "everyone" }) {
  const house = await openHouse([presence, pubsubService], config);
  house.account("admin", true);
  const admin = await house.login("admin@example.com/desk");
  const romeo = await house.login("romeo@example.com/orchard");
  await romeo.sends("<presence/>");
  romeo.received();
  return { house, admin, romeo };
}

const iq = (type: "get" | "set", inner: string, ns = PUBSUB) =>
  `<iq type='${type}' id='q' to='pubsub.example.com'><pubsub xmlns='${ns}'>${inner}</pubsub></iq>`;
const form = (fields: Readonly<Record<string, string>>, kind = "node_config") =>
  `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>${PUBSUB}#${kind}</value></field>` +
  `${Object.entries(fields)
    .map(([name, value]) => `<field var='pubsub#${name}'><value>${value}</value></field>`)
    .join("")}</x>`;
const create = (node: string, fields: Readonly<Record<string, string>> = {}) =>
  iq("set", `<create node='${node}'/><configure>${form(fields)}</configure>`);
const publish = (id: string, payload = "<a xmlns='b'/>") =>
  iq("set", `<publish node='news'><item id='${id}'>${payload}</item></publish>`);
const subscribe = iq("set", "<subscribe node='news' jid='romeo@example.com'/>");
const affiliate = (affiliation: string) =>
  iq(
    "set",
    `<affiliations node='news'><affiliation jid='romeo@example.com' affiliation='${affiliation}'/></affiliations>`,
    OWNER,
  );

describe("a node of the service", () => {
  test("is made by administrators alone unless everyone may", async () => {
    const { admin, romeo } = await open({});
    expect(await romeo.asks(create("news"))).toEqual([expect.stringContaining("<forbidden")]);
    expect(await romeo.asks(publish("1"))).toEqual([expect.stringContaining("<item-not-found")]);
    expect(await admin.asks(create("news"))).toEqual([expect.stringContaining("<create node='news'/>")]);
    expect(await admin.asks(create("news"))).toEqual([expect.stringContaining("<conflict")]);
    expect(await admin.asks(iq("set", "<create/>"))).toEqual([expect.stringMatching(/<create node='[^']+'\/>/)]);
    for (const model of ["presence", "roster", "nonsense"])
      expect(await admin.asks(create("other", { access_model: model }))).toEqual([
        expect.stringMatching(/<not-acceptable.*<unsupported-access-model/),
      ]);
  });

  test("is made by whoever has an account here, not without end, and is theirs", async () => {
    const { house, admin, romeo } = await open();
    const guest = await house.login("nobody@guest.example.com/desk");
    expect(await guest.asks(create("news"))).toEqual([expect.stringContaining("<forbidden")]);
    expect(await romeo.asks(create("news"))).toEqual([expect.stringContaining("<create node='news'/>")]);
    expect(await romeo.asks(iq("set", `<configure node='news'>${form({ title: "News" })}</configure>`, OWNER))).toEqual(
      [expect.stringContaining("type='result'")],
    );
    const juliet = await house.login("juliet@example.com/balcony");
    expect(await juliet.asks(publish("1"))).toEqual([expect.stringContaining("<forbidden")]);
    for (let made = 1; made < 20; made += 1) await romeo.asks(create(`news${made}`));
    expect(await romeo.asks(create("one-more"))).toEqual([expect.stringMatching(/<not-allowed.*<max-nodes-exceeded/)]);
    expect(await juliet.asks(create("one-more"))).toEqual([expect.stringContaining("type='result'")]);
    await admin.asks(iq("set", "<delete node='news1'/>", OWNER));
    expect(await romeo.asks(create("again"))).toEqual([expect.stringContaining("type='result'")]);
  });

  test("has no subscribers who have not asked for it, unless an administrator wants it", async () => {
    const { house, admin, romeo } = await open();
    const juliet = await house.login("juliet@example.com/balcony");
    await juliet.sends("<presence/>");
    juliet.received();
    await romeo.asks(create("news", { access_model: "authorize" }));
    const letIn = iq(
      "set",
      "<subscriptions node='news'><subscription jid='juliet@example.com' subscription='subscribed'/></subscriptions>",
      OWNER,
    );
    expect(await romeo.asks(letIn)).toEqual([expect.stringContaining("<forbidden")]);
    expect(juliet.received()).toEqual([]);
    await juliet.sends(subscribe.replace("romeo@", "juliet@"));
    expect(juliet.received()).toEqual([expect.stringContaining("subscription='pending'")]);
    romeo.received();
    expect(await romeo.asks(letIn)).toEqual([expect.stringContaining("type='result'")]);
    expect(juliet.received()).toEqual([expect.stringContaining("subscription='subscribed'")]);
    await admin.sends(letIn.replace("juliet@", "romeo@"));
    expect(romeo.received()).toEqual([expect.stringContaining("subscription='subscribed'")]);
  });

  test("is the service's own when the account that owned it is gone", async () => {
    const { house, admin, romeo } = await open();
    await romeo.sends(create("news", { title: "News" }));
    await romeo.sends(subscribe);
    await romeo.leaves();
    house.memory.changeAccount({ kind: "removed", id: 2, username: "romeo", epoch: 1 });
    expect(await admin.asks(publish("1"))).toEqual([expect.stringContaining("type='result'")]);
    expect(await admin.asks(iq("get", "<subscriptions node='news'/>", OWNER))).toEqual([
      expect.stringContaining("<subscriptions node='news'/>"),
    ]);
    expect(await admin.asks(iq("get", "<affiliations node='news'/>", OWNER))).toEqual([
      expect.stringContaining("<affiliation jid='pubsub.example.com' affiliation='owner'/></affiliations>"),
    ]);
  });

  test("tells its subscribers of items, retractions, its configuration and its end", async () => {
    const { admin, romeo } = await open();
    await admin.sends(create("news", { notify_config: "1" }));
    await admin.sends(publish("0"));
    expect(await romeo.asks(subscribe)).toEqual([
      expect.stringContaining("<subscription node='news' jid='romeo@example.com' subscription='subscribed'/>"),
      expect.stringMatching(/<item id='0'>.*<delay /),
    ]);
    await admin.sends(publish("1"));
    await admin.sends(iq("set", "<retract node='news'><item id='1'/></retract>"));
    await admin.sends(iq("set", "<purge node='news'/>", OWNER));
    await admin.sends(iq("set", `<configure node='news'>${form({ title: "News" })}</configure>`, OWNER));
    await admin.sends(iq("set", "<delete node='news'/>", OWNER));
    const heard = romeo.received().map((stanza) => stanza.replace(/.*<event[^>]*>/, "").replace(/<\/event>.*/, ""));
    expect(heard).toEqual([
      "<items node='news'><item id='1'><a xmlns='b'/></item></items>",
      "<items node='news'><retract id='1'/></items>",
      "<purge node='news'/>",
      expect.stringContaining("<configuration node='news'><x xmlns='jabber:x:data' type='result'>"),
      "<delete node='news'/>",
    ]);
  });

  test("is published to by those who may", async () => {
    const { admin, romeo } = await open();
    await admin.sends(create("news"));
    expect(await romeo.asks(publish("1"))).toEqual([expect.stringContaining("<forbidden")]);
    for (const [affiliation, result] of [
      ["publisher", "type='result'"],
      ["publish-only", "type='result'"],
      ["member", "<forbidden"],
      ["outcast", "<forbidden"],
    ] as const) {
      expect(await admin.asks(affiliate(affiliation))).toEqual([expect.stringContaining("type='result'")]);
      expect(await romeo.asks(publish("1"))).toEqual([expect.stringContaining(result)]);
    }
    expect(await romeo.asks(iq("get", "<affiliations/>"))).toEqual([expect.stringContaining("affiliation='outcast'")]);
    expect(await romeo.asks(iq("get", "<items node='news'/>"))).toEqual([expect.stringContaining("<forbidden")]);
  });

  test("refuses what does not go with its configuration", async () => {
    const { admin } = await open();
    await admin.sends(create("news", { max_payload_size: "10", max_items: "1", publish_node_full: "reject" }));
    for (const [request, error] of [
      [publish("1", "<a xmlns='b'>too long</a>"), /<not-acceptable.*<payload-too-big/],
      [publish("1", "<a xmlns='b'/><a xmlns='b'/>"), /<bad-request.*<invalid-payload/],
      [publish("1", ""), /<bad-request.*<payload-required/],
      [iq("set", "<publish node='news'/>"), /<bad-request.*<item-required/],
      [iq("set", "<publish/>"), /<bad-request.*<nodeid-required/],
      [iq("set", "<retract node='news'/>"), /<bad-request.*<item-required/],
      [iq("set", "<retract node='news'><item id='9'/></retract>"), /<item-not-found/],
      [iq("set", "<retract node='missing'><item id='9'/></retract>"), /<item-not-found/],
      [iq("set", `<configure node='news'>${form({ max_items: "many" })}</configure>`, OWNER), /<invalid-options/],
      [iq("get", "<options node='news' jid='a@b'/>"), /<unsupported [^>]*feature='subscription-options'/],
      [iq("set", "<subscribe node='news' jid='other@example.com'/>"), /<bad-request.*<invalid-jid/],
      [iq("set", "<unsubscribe node='news' jid='admin@example.com'/>"), /<unexpected-request.*<not-subscribed/],
      [iq("set", "<unsubscribe node='news' jid='other@example.com'/>"), /<forbidden/],
      [iq("get", "<items node='news' max_items='0'/>"), /<bad-request/],
      [iq("get", "<nonsense/>"), /<bad-request/],
    ] as const)
      expect(await admin.asks(request)).toEqual([expect.stringMatching(error)]);
    await admin.asks(iq("set", `<configure node='news'>${form({ max_payload_size: "100" })}</configure>`, OWNER));
    expect(await admin.asks(publish("1"))).toEqual([expect.stringContaining("type='result'")]);
    expect(await admin.asks(publish("2"))).toEqual([expect.stringMatching(/<conflict.*<node-full/)]);
    expect(await admin.asks(affiliate("none"))).toEqual([expect.stringContaining("type='result'")]);
    const alone = affiliate("none").replace("romeo@", "admin@");
    expect(await admin.asks(alone)).toEqual([expect.stringContaining("<not-acceptable")]);
  });

  test("that keeps nothing, or tells without payloads, says so", async () => {
    const { admin, romeo } = await open();
    await admin.sends(create("news", { persist_items: "0", deliver_payloads: "0" }));
    await romeo.asks(subscribe);
    expect(await admin.asks(publish("1"))).toEqual([expect.stringMatching(/<bad-request.*<item-forbidden/)]);
    expect(await admin.asks(iq("set", "<publish node='news'/>"))).toEqual([expect.stringContaining("type='result'")]);
    expect(romeo.received()).toEqual([expect.stringContaining("<items node='news'/>")]);
    for (const request of [
      iq("get", "<items node='news'/>"),
      iq("set", "<retract node='news'><item id='1'/></retract>"),
    ])
      expect(await admin.asks(request)).toEqual([
        expect.stringMatching(/<feature-not-implemented.*<unsupported [^>]*feature='persistent-items'/),
      ]);
    await admin.sends(iq("set", `<configure node='news'>${form({ persist_items: "1" })}</configure>`, OWNER));
    await admin.sends(publish("1"));
    expect(romeo.received()).toEqual([expect.stringContaining("<items node='news'><item id='1'/></items>")]);
    expect(await romeo.asks(iq("get", "<items node='news'/>"))).toEqual([expect.stringContaining("<item id='1'><a ")]);
  });

  test("lets in whom an owner approves", async () => {
    const { admin, romeo } = await open();
    await admin.sends("<presence/>");
    await admin.sends(create("news", { access_model: "authorize" }));
    expect(await romeo.asks(subscribe)).toEqual([expect.stringContaining("subscription='pending'")]);
    expect(await romeo.asks(subscribe)).toEqual([expect.stringContaining("<pending-subscription")]);
    expect(await romeo.asks(iq("get", "<items node='news'/>"))).toEqual([expect.stringContaining("<not-subscribed")]);
    const asked = admin.received().find((stanza) => stanza.includes("subscribe_authorization"));
    expect(asked).toContain("<value>romeo@example.com</value>");
    const fields = { node: "news", subscriber_jid: "romeo@example.com", allow: "true" };
    const answer = `<message to='pubsub.example.com'>${form(fields, "subscribe_authorization")}</message>`;
    for (const text of [answer, answer.replace("romeo@", "juliet@")]) {
      await romeo.sends(text);
      expect(romeo.received()).toEqual([expect.stringContaining("<forbidden")]);
    }
    await admin.sends(answer);
    expect(romeo.received()).toEqual([expect.stringContaining("subscription='subscribed'")]);
    expect(await romeo.asks(iq("get", "<items node='news'/>"))).toEqual([expect.stringContaining("type='result'")]);
  });

  test("is found, with what it is", async () => {
    const { admin, romeo } = await open();
    await admin.sends(create("news", { title: "News" }));
    await admin.sends(create("secret", { access_model: "whitelist" }));
    await admin.sends(publish("1"));
    const disco = (kind: string, node = "") =>
      `<iq type='get' id='d' to='pubsub.example.com'><query xmlns='http://jabber.org/protocol/disco#${kind}'${node}/></iq>`;
    expect(await romeo.asks(disco("info"))).toEqual([expect.stringContaining("category='pubsub' type='service'")]);
    expect(await romeo.asks(disco("items"))).toEqual([
      expect.stringContaining("#items'><item jid='pubsub.example.com' node='news' name='News'/></query>"),
    ]);
    expect(await romeo.asks(disco("items", " node='news'"))).toEqual([
      expect.stringContaining("<item jid='pubsub.example.com' name='1'/>"),
    ]);
    const [info] = await romeo.asks(disco("info", " node='news'"));
    expect(info).toMatch(/category='pubsub' type='leaf' name='News'.*#meta-data.*<value>admin@example.com<\/value>/);
    expect(await romeo.asks(disco("info", " node='missing'"))).toEqual([expect.stringContaining("<item-not-found")]);
  });

  test("is read by pages", async () => {
    const { admin } = await open();
    await admin.sends(create("news"));
    for (const id of ["1", "2", "3"]) await admin.sends(publish(id));
    const ids = async (request: string) => {
      const [answer = ""] = await admin.asks(request);
      return [...answer.matchAll(/<item id='(\d)'/g)].map(([, id]) => id);
    };
    const page = (set: string) =>
      iq("get", `<items node='news'/><set xmlns='http://jabber.org/protocol/rsm'>${set}</set>`);
    expect(await ids(iq("get", "<items node='news'/>"))).toEqual(["1", "2", "3"]);
    expect(await ids(iq("get", "<items node='news' max_items='2'/>"))).toEqual(["2", "3"]);
    expect(await ids(iq("get", "<items node='news'><item id='2'/><item id='9'/></items>"))).toEqual(["2"]);
    expect(await ids(page("<max>2</max>"))).toEqual(["1", "2"]);
    expect(await ids(page("<max>2</max><after>2</after>"))).toEqual(["3"]);
    expect(await ids(page("<max>1</max><before/>"))).toEqual(["3"]);
    const [answer] = await admin.asks(page("<max>1</max><after>1</after>"));
    expect(answer).toMatch(/<first index='1'>2<\/first><last>2<\/last><count>3<\/count>/);
    expect(await admin.asks(page("<after>9</after>"))).toEqual([expect.stringContaining("<item-not-found")]);
  });
});
