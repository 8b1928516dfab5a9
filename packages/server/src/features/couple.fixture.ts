import { type Guest, type House, openHouse } from "./house.fixture.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";

/** A house with rosters and presence. */
export const open = () => openHouse([roster, presence]);
export const getRoster = "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>";

/** A session that has asked for the roster and is available. */
export async function here(house: House, jid: string): Promise<Guest> {
  const guest = await house.login(jid);
  await guest.sends(getRoster);
  await guest.sends("<presence/>");
  guest.received();
  return guest;
}

/** Both see each other. */
export async function befriend(one: Guest, other: Guest): Promise<void> {
  const [a, b] = [one.session.jid.bare, other.session.jid.bare];
  await one.sends(`<presence to='${b}' type='subscribe'/>`);
  await other.sends(`<presence to='${a}' type='subscribed'/>`);
  await other.sends(`<presence to='${a}' type='subscribe'/>`);
  await one.sends(`<presence to='${b}' type='subscribed'/>`);
  for (const guest of [one, other]) guest.received();
}

/** Romeo and Juliet, who see each other. */
export async function couple() {
  const house = await open();
  const romeo = await here(house, "romeo@example.com/orchard");
  const juliet = await here(house, "juliet@example.com/balcony");
  await befriend(romeo, juliet);
  return { house, romeo, juliet };
}
