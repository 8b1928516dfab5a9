import { expect, test } from "vitest";
import { openHouse } from "./house.fixture.ts";
import { time } from "./time.ts";

test("the server tells the time, in UTC", async () => {
  const romeo = await (await openHouse([time])).login("romeo@example.com/orchard");
  expect(await romeo.asks("<iq type='get' to='example.com' id='time_1'><time xmlns='urn:xmpp:time'/></iq>")).toEqual([
    "<iq type='result' id='time_1' from='example.com' to='romeo@example.com/orchard'><time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>2026-11-22T12:00:00Z</utc></time></iq>",
  ]);
});
