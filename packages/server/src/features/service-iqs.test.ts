import { NS, StanzaError, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { disco } from "./disco.ts";
import type { Feature, Sender } from "./feature.ts";
import { type House, openHouse } from "./house.fixture.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";
import { ServiceIqs } from "./service-iqs.ts";

/** A service that answers a question of its own, and notes all else. */
function hall(): { feature: Feature; taken: string[]; senders: Sender[] } {
  const taken: string[] = [];
  const senders: Sender[] = [];
  const feature: Feature = {
    name: "hall",
    items: () => [{ jid: "hall.example.com", name: "The hall" }],
    start: (host) => {
      const iqs = new ServiceIqs(host, {
        identities: [{ category: "conference", type: "text", name: "The hall" }],
        features: ["urn:example:dance"],
        items: () => [{ jid: "ball@hall.example.com" }],
        iq: {
          get: {
            "{urn:example:dance}dance": ({ to }) => xml("dance", "urn:example:dance", { of: to.toString() }),
            "{urn:example:fall}fall": () => {
              throw new Error("stumbled");
            },
          },
        },
      });
      return {
        services: {
          "hall.example.com": {
            stanza(stanza, from) {
              if (stanza.name === "iq") return iqs.answer(stanza, from);
              senders.push(from);
              taken.push([stanza.name, stanza.attr("type"), from.jid, stanza.attr("to")].join(" ").replace("  ", " "));
              if (stanza.childText("body") === "mud") throw new StanzaError("not-acceptable");
              return undefined;
            },
          },
        },
      };
    },
  };
  return { feature, taken, senders };
}

async function visit() {
  const { feature, taken, senders } = hall();
  const house = await openHouse([roster, presence, disco, feature]);
  return { house, taken, senders, romeo: await house.login("romeo@example.com/orchard") };
}

const get = (to: string, payload: string) => `<iq type='get' id='g1' to='${to}'>${payload}</iq>`;
const INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

test("the server lists its services", async () => {
  const { romeo } = await visit();
  const [answer] = await romeo.asks(get("example.com", "<query xmlns='http://jabber.org/protocol/disco#items'/>"));
  expect(answer).toContain("<item jid='hall.example.com' name='The hall'/>");
});

test("a service says what it is, and lists what is in it", async () => {
  const { romeo } = await visit();
  const [info] = await romeo.asks(get("hall.example.com", INFO));
  expect(info).toContain("<identity category='conference' type='text' name='The hall'/>");
  for (const feature of ["urn:example:dance", NS.discoInfo, NS.discoItems, NS.ping])
    expect(info).toContain(`<feature var='${feature}'/>`);
  const [items] = await romeo.asks(get("hall.example.com", "<query xmlns='http://jabber.org/protocol/disco#items'/>"));
  expect(items).toContain("<item jid='ball@hall.example.com'/>");
});

test("a service answers its own requests and a ping, and no others", async () => {
  const { romeo } = await visit();
  expect(await romeo.asks(get("ball@hall.example.com", "<dance xmlns='urn:example:dance'/>"))).toEqual([
    "<iq type='result' id='g1' from='ball@hall.example.com' to='romeo@example.com/orchard'><dance xmlns='urn:example:dance' of='ball@hall.example.com'/></iq>",
  ]);
  expect((await romeo.asks(get("hall.example.com", "<ping xmlns='urn:xmpp:ping'/>"))).join()).toContain(
    "type='result'",
  );
  const refused = async (to: string, payload: string) => (await romeo.asks(get(to, payload))).join();
  expect(await refused("hall.example.com", "<sing xmlns='urn:example:sing'/>")).toContain("<service-unavailable");
  expect(await refused("ball@hall.example.com", INFO)).toContain("<item-not-found");
  expect(await refused("hall.example.com", "")).toContain("<bad-request");
  expect(await refused("hall.example.com", "<fall xmlns='urn:example:fall'/>")).toContain("<internal-server-error");
});

test("what nobody answers at is not found", async () => {
  const { romeo } = await visit();
  const lost = (await romeo.asks(get("cellar.example.com", INFO))).join();
  expect(lost).toContain("<remote-server-not-found");
  expect((await romeo.asks("<presence to='cellar.example.com'/>")).join()).toContain("<remote-server-not-found");
});

test("a refusal is told, but not of an error or an answer", async () => {
  const { romeo } = await visit();
  const message = (type: string) => `<message type='${type}' to='hall.example.com'><body>mud</body></message>`;
  expect((await romeo.asks(message("groupchat"))).join()).toContain("<not-acceptable");
  expect(await romeo.asks(message("error"))).toEqual([]);
  expect(await romeo.asks("<iq type='result' id='r1' to='hall.example.com'/>")).toEqual([]);
});

test("messages come in their order, with their sender's session", async () => {
  const { romeo, taken, senders } = await visit();
  for (const id of [1, 2]) await romeo.sends(`<message to='m${id}@hall.example.com'/>`);
  expect(taken).toEqual([
    "message romeo@example.com/orchard m1@hall.example.com",
    "message romeo@example.com/orchard m2@hall.example.com",
  ]);
  expect(senders.map(({ session }) => session)).toEqual([romeo.session, romeo.session]);
});

test("presence for a service is told again when the session ends", async () => {
  const { romeo, taken } = await visit();
  await romeo.sends("<presence to='ball@hall.example.com/Romeo'/>");
  await romeo.leaves();
  expect(taken).toEqual([
    "presence romeo@example.com/orchard ball@hall.example.com/Romeo",
    "presence unavailable romeo@example.com/orchard ball@hall.example.com/Romeo",
  ]);
});

test("a service that is a contact is asked for its presence and sees the user's", async () => {
  const { romeo, house, taken } = await visit();
  await romeo.sends("<presence to='hall.example.com' type='subscribe'/>");
  await romeo.leaves();
  await subscribed(house, "romeo");
  const second = await house.login("romeo@example.com/hall");
  await second.sends("<presence/>");
  expect(taken.slice(1).toSorted()).toEqual([
    "presence probe romeo@example.com hall.example.com",
    "presence romeo@example.com/hall hall.example.com",
  ]);
});

/** The hall has granted the user's request, and was granted its own. */
async function subscribed(house: House, username: string): Promise<void> {
  const account = await house.memory.store.accounts.find(username);
  const { roster: items } = house.memory.store;
  for (const type of ["subscribed", "subscribe"] as const)
    await items.change(account?.id ?? 0, "hall.example.com", { kind: "inbound", type, xml: "<presence/>" });
  await items.change(account?.id ?? 0, "hall.example.com", { kind: "outbound", type: "subscribed" });
}

test("the server's own stanzas reach a service, and are refused to whom they are from", async () => {
  const { romeo, house, taken } = await visit();
  const sent = xml("message", NS.client, { from: romeo.session.jid.toString(), to: "hall.example.com" });
  expect(await house.host.router.send(sent)).toBe(1);
  expect(taken).toEqual(["message romeo@example.com/orchard hall.example.com"]);
  const unheard = xml("message", NS.client, { from: "example.com", to: "cellar.example.com" });
  expect(await house.host.router.send(unheard)).toBe(0);
});

test("two features cannot answer at one domain", async () => {
  const { feature } = hall();
  const twin = { ...feature, name: "twin" };
  await expect(openHouse([feature, twin])).rejects.toThrow("two features answer at hall.example.com");
});

test("what a service has taken is in its sender's archive and on their other devices, unless a room sends it back", async () => {
  const { house, romeo, taken } = await visit();
  const phone = await house.login("romeo@example.com/phone");
  phone.session.hasCarbons = true;
  await house.host.sessions.announce(phone.session);
  const message = (type: string, body: string) =>
    romeo.sends(`<message to='ball@hall.example.com/Juliet' type='${type}'><body>${body}</body></message>`);
  await message("groupchat", "All!");
  await message("chat", "mud");
  expect(phone.received()).toEqual([]);
  await message("chat", "Psst");
  expect(taken).toHaveLength(3);
  const [copy, ...more] = phone.received();
  expect(more).toEqual([]);
  expect(copy).toContain("<sent xmlns='urn:xmpp:carbons:2'>");
  // archived
  expect(copy).toContain("<stanza-id xmlns='urn:xmpp:sid:0' by='romeo@example.com'");
});
