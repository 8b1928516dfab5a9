import { NS, parseElement, withAttrs } from "@yonder/protocol";
import { blocking } from "../blocking/blocking.ts";
import { type House, openHouse } from "../house.fixture.ts";
import { outcome } from "../outcome.ts";
import { presence } from "../presence.ts";
import { guests } from "./guests.ts";
import { setContactLink } from "./openness.ts";

export const DOMAIN = "guest.example.com";
export const UNAVAILABLE = /<error type='cancel'><service-unavailable /;

export async function guestHouse(config = {}): Promise<House> {
  const house = await openHouse([presence, blocking, outcome, guests], { guests: true, ...config });
  await setContactLink(house.host, house.account("alice"), { name: "Alice Liddell" });
  house.account("bob");
  return house;
}

export function doorOf({ host }: House) {
  const door = host.router.guests.get(DOMAIN);
  if (!door) throw new Error("there is no door");
  return door;
}

/** A guest's session, as the stream makes it. */
export async function visit(house: House, name = "stranger", resource = "desk") {
  const door = doorOf(house);
  const { session, received } = await house.login(`${name}@${DOMAIN}/${resource}`);
  house.host.sessions.depart(session);
  await door.bind(session);
  const asks = async (text: string): Promise<string> => {
    const stanza = parseElement(text.replace(/^<(\w+)/, `<$1 xmlns='${NS.client}'`));
    await door.stanza(session, withAttrs(stanza, { from: session.jid.toString() }));
    // What others get of it is under way.
    await new Promise((resolve) => setImmediate(resolve));
    return received().join("");
  };
  return { session, received, asks, leave: () => door.end(session, "closed", []) };
}

export function message(to: string, inside = "<body>Hello</body>", attrs = "type='chat'"): string {
  return `<message to='${to}' id='m' ${attrs}>${inside}</message>`;
}
