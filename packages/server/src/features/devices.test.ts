import { expect, test } from "vitest";
import { here } from "./couple.fixture.ts";
import { devices } from "./devices.ts";
import { NOW, openHouse } from "./house.fixture.ts";

const DAY = 24 * 60 * 60_000;
const LIST = "<iq type='get' id='l'><list xmlns='urn:xmpp:cam:0'/></iq>";
const revoke = (id: string) => `<iq type='set' id='r'><revoke xmlns='urn:xmpp:cam:0' id='${id}'/></iq>`;

async function open() {
  const house = await openHouse([devices]);
  const juliet = await here(house, "juliet@example.com/web/hers");
  const { account } = juliet.session;
  const issue = (id: string, device: string, issuedAt: number) =>
    house.host.store.tokens.issue({
      owner: account.id,
      agent: `hash of ${id}`,
      mechanism: "HT-SHA-256-NONE",
      seed: id,
      epoch: account.epoch,
      expiresAt: new Date(issuedAt + 30 * DAY),
      client: { id, software: "Yonder", device },
    });
  await issue("hers", "Firefox, Linux", NOW);
  await issue("phones", "Chrome, Android", NOW - 9 * DAY);
  return { house, juliet };
}

test("an owner sees which devices may use the account, which are here, and when the others were", async () => {
  const { house, juliet } = await open();
  await here(house, "juliet@example.com/Gajim.ABC");
  const list = (await juliet.asks(LIST)).join();
  const lastSeen = new Date(NOW - 9 * DAY).toISOString().slice(0, 10);
  expect(list).toContain("<client id='hers' type='session' connected='true'>");
  expect(list).toContain(`<client id='phones' type='session' connected='false'><last-seen>${lastSeen}`);
  expect(list).toContain("<software>Yonder</software><device>Chrome, Android</device>");
  expect(list).toMatch(/connected='true'><last-seen>[^<]*<\/last-seen><auth><password\/>.*<software>Gajim</);
});

test("a device that is signed out loses its tokens and its session at once", async () => {
  const { house, juliet } = await open();
  const phone = await here(house, "juliet@example.com/web/phones");
  expect((await juliet.asks(revoke("phones"))).join()).toContain("type='result'");
  expect(phone.streamError?.condition).toBe("reset");
  expect((await juliet.asks(LIST)).join()).not.toContain("phones");
});

test("one that knows the password cannot be signed out, and one that does not exist neither", async () => {
  const { house, juliet } = await open();
  await here(house, "juliet@example.com/Gajim.ABC");
  expect((await juliet.asks(revoke("session Gajim.ABC"))).join()).toContain("<service-unavailable");
  expect((await juliet.asks(revoke("nobodys"))).join()).toContain("<item-not-found");
});

test("nobody sees or ends another's", async () => {
  const { house } = await open();
  const romeo = await here(house, "romeo@example.com/orchard");
  const other = LIST.replace("id=", "to='juliet@example.com' id=");
  expect((await romeo.asks(other)).join()).toContain("type='error'");
  expect((await romeo.asks(revoke("phones"))).join()).toContain("<item-not-found");
});
