import { expect, test } from "vitest";
import { FakeAuthenticator } from "../stream/passkeys/authenticator.fixture.ts";
import { here } from "./couple.fixture.ts";
import { type Guest, openHouse } from "./house.fixture.ts";
import { passkeys } from "./passkeys.ts";

const NS = "urn:yonder:passkeys:0";
const LIST = `<iq type='get' id='l'><list xmlns='${NS}'/></iq>`;
const BEGIN = `<iq type='set' id='b'><begin xmlns='${NS}'/></iq>`;
const remove = (id: string) => `<iq type='set' id='r'><remove xmlns='${NS}' id='${id}'/></iq>`;

async function open() {
  const house = await openHouse([passkeys]);
  const juliet = await here(house, "juliet@example.com/web");
  const url = new URL(house.host.publicUrl());
  const place = { origin: url.origin, party: url.hostname };
  const begin = async (guest: Guest = juliet) =>
    /challenge='([^']*)'/.exec((await guest.asks(BEGIN)).join())?.[1] ?? "";
  const add = async (challenge: string, key = new FakeAuthenticator(), guest: Guest = juliet) => {
    const { id, clientData, authenticatorData, publicKey } = key.create(challenge, place);
    const parts = `<client-data>${clientData}</client-data><authenticator-data>${authenticatorData}</authenticator-data>`;
    const payload = `<add xmlns='${NS}' id='${id}' name='Phone'>${parts}<public-key>${publicKey}</public-key></add>`;
    return { id, answer: (await guest.asks(`<iq type='set' id='a'>${payload}</iq>`)).join() };
  };
  return { house, juliet, begin, add };
}

test("the owner of an account makes a passkey, sees it, and removes it", async () => {
  const { juliet, begin, add } = await open();
  const { id, answer } = await add(await begin());
  expect(answer).toContain("type='result'");
  expect((await juliet.asks(LIST)).join()).toMatch(
    new RegExp(`<list xmlns='${NS}' password='true'><passkey id='${id}' name='Phone' created='[^']*'/></list>`),
  );
  expect((await juliet.asks(BEGIN)).join()).toContain(`<passkey id='${id}'/>`);
  expect((await juliet.asks(remove(id))).join()).toContain("type='result'");
  expect((await juliet.asks(remove(id))).join()).toContain("<item-not-found");
});

test("another session cannot bring what one has begun, and nothing is brought twice", async () => {
  const { house, begin, add } = await open();
  const phone = await here(house, "juliet@example.com/phone");
  const challenge = await begin();
  expect((await add(challenge, undefined, phone)).answer).toContain("<not-acceptable");
  const key = new FakeAuthenticator();
  expect((await add(challenge, key)).answer).toContain("type='result'");
  expect((await add(challenge)).answer).toContain("<not-acceptable");
  expect((await add(await begin(), key)).answer).toContain("<conflict");
});

test("where there is no password, the last passkey stays until there is one", async () => {
  const { house, juliet, begin, add } = await open();
  const { account } = juliet.session;
  const { id } = await add(await begin());
  const [passkey] = await house.host.store.passkeys.of(account.id);
  await house.host.store.passkeys.remove(account.id, id);
  if (passkey) await house.host.store.passkeys.add({ ...passkey, owner: account.id, loneEpoch: account.epoch });
  expect((await juliet.asks(LIST)).join()).toContain("password='false'");
  expect((await juliet.asks(remove(id))).join()).toContain("<not-allowed");
  const { id: second } = await add(await begin());
  expect((await juliet.asks(remove(id))).join()).toContain("type='result'");
  expect((await juliet.asks(remove(second))).join()).toContain("<not-allowed");
  juliet.session.account = { ...account, epoch: account.epoch + 1 };
  expect((await juliet.asks(LIST)).join()).toContain("password='true'");
  expect((await juliet.asks(remove(second))).join()).toContain("type='result'");
});

test("nobody sees or removes another's", async () => {
  const { house, begin, add } = await open();
  const { id } = await add(await begin());
  const romeo = await here(house, "romeo@example.com/orchard");
  expect((await romeo.asks(LIST)).join()).not.toContain(id);
  expect((await romeo.asks(LIST.replace("id=", "to='juliet@example.com' id="))).join()).toContain("type='error'");
  expect((await romeo.asks(remove(id))).join()).toContain("<item-not-found");
});
