import { capsHash } from "@yonder/protocol";
import { disco } from "../disco.ts";
import { type Guest, type House, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { pep } from "./pep.ts";

export const open = () => openHouse([roster, presence, pep, disco]);
export const tune = "http://jabber.org/protocol/tune";

function infoOf(nodes: readonly string[]) {
  return {
    identities: [{ category: "client", type: "pc", name: "Test" }],
    features: nodes.map((node) => `${node}+notify`),
  };
}

/** A session that is available and interested in these nodes; it answers what the server asks of it. */
export async function interested(house: House, jid: string, nodes: readonly string[]): Promise<Guest> {
  const guest = await house.login(jid);
  await guest.sends("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
  await guest.sends(await available(nodes));
  await answers(guest, nodes);
  return guest;
}

export async function available(nodes: readonly string[]): Promise<string> {
  return capsPresence((await capsHash(infoOf(nodes))) ?? "");
}

export function capsPresence(ver: string): string {
  return `<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='c' ver='${ver}'/></presence>`;
}

export async function answers(guest: Guest, nodes: readonly string[]): Promise<void> {
  const asked = guest.received().find((stanza) => stanza.includes("disco#info"));
  const [, id] = /id='([^']+)'/.exec(asked ?? "") ?? [];
  const features = nodes.map((node) => `<feature var='${node}+notify'/>`).join("");
  if (id)
    await guest.sends(
      `<iq type='result' to='example.com' id='${id}'><query xmlns='http://jabber.org/protocol/disco#info'>` +
        `<identity category='client' type='pc' name='Test'/>${features}</query></iq>`,
    );
}

export function publish(
  node: string,
  id: string,
  payload: string,
  options: Readonly<Record<string, string>> = {},
): string {
  const fields = Object.entries(options).map(
    ([name, value]) => `<field var='pubsub#${name}'><value>${value}</value></field>`,
  );
  const form = `<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>${fields.join("")}</x></publish-options>`;
  return (
    `<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${node}'>` +
    `<item id='${id}'>${payload}</item></publish>${fields.length > 0 ? form : ""}</pubsub></iq>`
  );
}

export const items = (node: string, to: string) =>
  `<iq type='get' id='i' to='${to}'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${node}'/></pubsub></iq>`;
