import { StreamError } from "@yonder/protocol";
import { type Guest, type House, openHouse } from "../features/house.fixture.ts";
import { outcome } from "../features/outcome.ts";
import { presence } from "../features/presence.ts";

export const ME = "bob@example.com";

export async function house(): Promise<{ house: House; alice: Guest }> {
  const house = await openHouse([presence, outcome]);
  house.account("bob");
  const alice = await house.login("alice@example.com/web");
  return { house, alice };
}

/** A device with stream management that takes messages. */
export async function device(house: House, resource: string, presence = "<presence/>"): Promise<Guest> {
  const guest = await house.login(`${ME}/${resource}`);
  guest.session.manage(true, undefined);
  await guest.sends(presence);
  await turns();
  return guest;
}

/** Everything that was under way in memory has happened. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}

export async function write(alice: Guest, body: string, to = ME, more = ""): Promise<void> {
  await alice.sends(`<message to='${to}' type='chat' id='${body}'><body>${body}</body>${more}</message>`);
}

export function bodies(guest: Guest): string[] {
  return [
    ...guest
      .received()
      .join("")
      .matchAll(/<body>(.*?)<\/body>/g),
  ].map(([, body = ""]) => body);
}

/** Acknowledges all that was sent so far. */
export function acknowledges({ session }: Guest): void {
  session.acknowledge(session.sentCount);
}

export async function ends({ session }: Guest): Promise<void> {
  session.close(new StreamError("reset"));
  await turns();
}

/** What a new device is sent. */
export async function stillPending(house: House): Promise<string[]> {
  return bodies(await device(house, "new"));
}
