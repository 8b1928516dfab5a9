import { describe, expect, test } from "vitest";
import { type Guest, openHouse } from "./house.fixture.ts";
import { features } from "./index.ts";

const info = (to: string, node = "") =>
  `<iq type='get' id='info1' to='${to}'><query xmlns='http://jabber.org/protocol/disco#info'${node && ` node='${node}'`}/></iq>`;
const items = (to: string, node = "") =>
  `<iq type='get' id='items1' to='${to}'><query xmlns='http://jabber.org/protocol/disco#items'${node && ` node='${node}'`}/></iq>`;

const house = await openHouse(features, { admins: ["friar@example.com"] });
const romeo = await house.login("romeo@example.com/orchard");
const juliet = await house.login("juliet@example.com/balcony");
house.account("nurse");

async function ask(guest: Guest, iq: string): Promise<string> {
  return (await guest.asks(iq)).join("");
}

describe("the server", () => {
  test("says what it is and can do", async () => {
    const answer = await ask(romeo, info("example.com"));
    expect(answer).toContain("<identity category='server' type='im' name='Yonder'/>");
    for (const feature of [
      "http://jabber.org/protocol/disco#info",
      "urn:xmpp:ping",
      "urn:xmpp:carbons:2",
      "jabber:iq:version",
    ]) {
      expect(answer).toContain(`<feature var='${feature}'/>`);
    }
  });

  test("names each feature once", async () => {
    const named = [...(await ask(romeo, info("example.com"))).matchAll(/var='([^']+)'\/>/g)].map(([, name]) => name);
    expect(new Set(named).size).toBe(named.length);
  });

  test("says whom to write to (XEP-0157)", async () => {
    expect(await ask(romeo, info("example.com"))).toContain(
      "<value>http://jabber.org/network/serverinfo</value></field><field var='admin-addresses' type='list-multi'><value>xmpp:friar@example.com</value></field>",
    );
  });

  test("answers for the node with its mark as for itself, and for no other mark", async () => {
    const { streamFeatures } = await import("./service-info.ts");
    const mark = streamFeatures(house.host).find(({ name }) => name === "c");
    const node = `${mark?.attr("node")}#${mark?.attr("ver")}`;
    expect(await ask(romeo, info("example.com", node))).toContain(`node='${node}'><identity category='server'`);
    expect(await ask(romeo, info("example.com", `${mark?.attr("node")}#stale`))).toContain("<item-not-found");
  });

  test("lists its commands", async () => {
    expect(await ask(romeo, items("example.com", "http://jabber.org/protocol/commands"))).toContain(
      "<item jid='example.com' node='urn:xmpp:invite#invite' name='Invite user'/>",
    );
    expect(await ask(romeo, info("example.com", "urn:xmpp:invite#invite"))).toContain("type='command-node'");
  });

  test("has nothing under a node that there is not", async () => {
    expect(await ask(romeo, info("example.com", "cellar"))).toContain("<item-not-found");
    expect(await ask(romeo, items("example.com", "cellar"))).toContain("<item-not-found");
  });
});

describe("the own account", () => {
  test("says that it has an archive", async () => {
    for (const iq of [info("romeo@example.com"), info("romeo@example.com").replace(/ to='[^']*'/, "")]) {
      const answer = await ask(romeo, iq);
      expect(answer).toContain("<identity category='account' type='registered'/>");
      for (const feature of ["urn:xmpp:mam:2", "urn:xmpp:mam:2#extended", "urn:xmpp:sid:0"]) {
        expect(answer).toContain(`<feature var='${feature}'/>`);
      }
    }
  });

  test("lists the devices that are available", async () => {
    await romeo.sends("<presence/>");
    await house.login("romeo@example.com/silent");
    expect(await ask(romeo, items("romeo@example.com"))).toContain(
      "<query xmlns='http://jabber.org/protocol/disco#items'><item jid='romeo@example.com/orchard'/></query>",
    );
  });
});

describe("another account", () => {
  test("says nothing to strangers, as if it did not exist", async () => {
    for (const name of ["juliet", "nurse", "nobody"]) {
      expect(await ask(romeo, info(`${name}@example.com`))).toContain("<service-unavailable");
      expect(await ask(romeo, info(`${name}@example.com`, "node"))).toContain("<service-unavailable");
      expect(await ask(romeo, items(`${name}@example.com`))).toContain(
        "<query xmlns='http://jabber.org/protocol/disco#items'/>",
      );
    }
  });

  test("speaks to those who may see its presence, and only to those", async () => {
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'/>");
    await juliet.sends("<presence/>");
    await juliet.sends("<presence to='romeo@example.com' type='subscribed'/>");
    expect(await ask(romeo, info("juliet@example.com"))).toContain("<identity category='account' type='registered'/>");
    expect(await ask(romeo, items("juliet@example.com"))).toContain("<item jid='juliet@example.com/balcony'/>");
    expect(await ask(juliet, info("romeo@example.com"))).toContain("<service-unavailable");
  });
});
