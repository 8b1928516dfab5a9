import { expect, test } from "vitest";
import { openHouse } from "./house.fixture.ts";
import { ping } from "./ping.ts";

const house = await openHouse([ping]);
const juliet = await house.login("juliet@example.com/balcony");

test("the server answers a ping", async () => {
  expect(await juliet.asks("<iq to='example.com' id='c2s1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>")).toEqual([
    "<iq type='result' id='c2s1' from='example.com' to='juliet@example.com/balcony'/>",
  ]);
});

test("without an address, or for the own account, the server answers as well", async () => {
  expect(await juliet.asks("<iq id='c2s2' type='get'><ping xmlns='urn:xmpp:ping'/></iq>")).toEqual([
    "<iq type='result' id='c2s2' to='juliet@example.com/balcony'/>",
  ]);
  const own = "<iq to='juliet@example.com' id='c2s3' type='get'><ping xmlns='urn:xmpp:ping'/></iq>";
  expect((await juliet.asks(own))[0]).toContain("type='result'");
});

test("a ping of somebody else's account tells nothing, whether it exists or not", async () => {
  house.account("romeo");
  for (const name of ["romeo", "nobody"]) {
    const [answer] = await juliet.asks(
      `<iq to='${name}@example.com' id='1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>`,
    );
    expect(answer).toContain("<service-unavailable");
  }
});

test("a ping is a get: a set is refused", async () => {
  const [answer] = await juliet.asks("<iq id='1' type='set'><ping xmlns='urn:xmpp:ping'/></iq>");
  expect(answer).toContain("type='error'");
});
