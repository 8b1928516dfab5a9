import { expect, test } from "vitest";
import { pairingKey } from "../stream/pairing-keys.ts";
import { addingDevices } from "./adding-devices.ts";
import { here } from "./couple.fixture.ts";
import { openHouse } from "./house.fixture.ts";

const NS = "urn:yonder:adding-devices:0";
const iq = (type: string, name: string, key = "") =>
  `<iq type='${type}' id='i'><${name} xmlns='${NS}'${key && ` key='${key}'`}/></iq>`;

async function open() {
  const house = await openHouse([addingDevices]);
  const juliet = await here(house, "juliet@example.com/web");
  const romeo = await here(house, "romeo@example.com/web");
  const ask = async (type: string, name: string, key = "", who = juliet) =>
    (await who.asks(iq(type, name, key))).join();
  return { ...house.host.store, juliet, romeo, ask };
}

test("a device comes with the secret that one shows, is seen by its name, and let in", async () => {
  const { pairings, ask } = await open();
  const [, secret = "", seconds] = /secret='([^']*)' seconds='(\d+)'/.exec(await ask("set", "invite")) ?? [];
  expect(seconds).toBe("120");
  const key = pairingKey(secret);
  expect(await ask("get", "pairing", key)).toContain(`<pairing xmlns='${NS}' key='${key}'/>`);
  expect(await ask("set", "approve", key)).toContain("<item-not-found");
  await pairings.claim(key, "hash", "Chrome, Android");
  expect(await ask("get", "pairing", key)).toContain("<device>Chrome, Android</device>");
  expect(await ask("set", "approve", key)).toContain("type='result'");
  expect(await pairings.take(key, "hash")).toMatchObject({ username: "juliet" });
});

test("a device that shows a key of its own is let in by who has seen it", async () => {
  const { pairings, ask } = await open();
  const key = pairingKey("a secret of the new device");
  expect(await ask("set", "admit", key)).toContain("type='result'");
  expect(await ask("set", "admit", key)).toContain("<conflict");
  await pairings.claim(key, "hash", "");
  expect(await pairings.take(key, "hash")).toMatchObject({ username: "juliet" });
});

test("others neither see it nor decide", async () => {
  const { pairings, ask, romeo } = await open();
  const [, secret = ""] = /secret='([^']*)'/.exec(await ask("set", "invite")) ?? [];
  const key = pairingKey(secret);
  await pairings.claim(key, "hash", "Chrome, Android");
  expect(await ask("get", "pairing", key, romeo)).toContain("<item-not-found");
  expect(await ask("set", "approve", key, romeo)).toContain("<item-not-found");
  await ask("set", "cancel", key, romeo);
  expect(await pairings.find(key)).toBeDefined();
  await ask("set", "cancel", key);
  expect(await pairings.find(key)).toBeUndefined();
});

test.each(["", "short", "x".repeat(23), "not a key of 22 char"])("%j is no key", async (key) => {
  const { ask } = await open();
  expect(await ask("set", "admit", key)).toContain("<bad-request");
});
