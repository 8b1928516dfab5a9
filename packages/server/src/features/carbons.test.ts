import { expect, test } from "vitest";
import { carbons } from "./carbons.ts";
import { openHouse } from "./house.fixture.ts";

const house = await openHouse([carbons]);
const romeo = await house.login("romeo@example.com/garden");
const home = await house.login("romeo@example.com/home");
house.account("juliet");

const enable = "<iq id='enable1' type='set'><enable xmlns='urn:xmpp:carbons:2'/></iq>";
const disable = "<iq id='disable1' type='set'><disable xmlns='urn:xmpp:carbons:2'/></iq>";
const say = "<message to='juliet@example.com' type='chat'><body>Neither, fair saint</body></message>";

test("a session turns copies on, as often as it likes", async () => {
  for (let i = 0; i < 2; i++) {
    expect(await romeo.asks(enable)).toEqual(["<iq type='result' id='enable1' to='romeo@example.com/garden'/>"]);
  }
  await home.sends(say);
  const [copy] = romeo.received();
  expect(copy).toContain(
    "from='romeo@example.com' to='romeo@example.com/garden' type='chat'><sent xmlns='urn:xmpp:carbons:2'>",
  );
});

test("the device that wrote gets no copy", async () => {
  await home.sends(enable);
  home.received();
  await home.sends(say);
  expect(home.received()).toEqual([]);
});

test("a session turns copies off, as often as it likes", async () => {
  for (let i = 0; i < 2; i++) expect((await romeo.asks(disable))[0]).toContain("type='result'");
  await home.sends(say);
  expect(romeo.received()).toEqual([]);
});

test("nobody turns copies on for somebody else", async () => {
  const iq = "<iq id='1' to='juliet@example.com' type='set'><enable xmlns='urn:xmpp:carbons:2'/></iq>";
  expect((await romeo.asks(iq))[0]).toContain("<not-allowed");
});

test("copies are turned on by a set, not a get", async () => {
  expect((await romeo.asks("<iq id='1' type='get'><enable xmlns='urn:xmpp:carbons:2'/></iq>"))[0]).toContain(
    "type='error'",
  );
});
