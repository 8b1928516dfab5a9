import { expect, test } from "vitest";
import { openHouse } from "./house.fixture.ts";
import { version } from "./version.ts";

test("the server names itself and its version, and not the operating system", async () => {
  const romeo = await (await openHouse([version])).login("romeo@example.com/orchard");
  expect(
    await romeo.asks("<iq type='get' to='example.com' id='version_1'><query xmlns='jabber:iq:version'/></iq>"),
  ).toEqual([
    "<iq type='result' id='version_1' from='example.com' to='romeo@example.com/orchard'><query xmlns='jabber:iq:version'><name>Yonder</name><version>1.2.3</version></query></iq>",
  ]);
});

test("it does not answer for somebody else's account", async () => {
  const romeo = await (await openHouse([version])).login("romeo@example.com/orchard");
  const [answer] = await romeo.asks("<iq type='get' to='a@example.com' id='1'><query xmlns='jabber:iq:version'/></iq>");
  expect(answer).toContain("<service-unavailable");
});
