import { expect, test } from "vitest";
import { createFixture, signedIn } from "../testing/fixture.ts";

test("a browser subscribes to notifications and ends that", async () => {
  const fixture = createFixture();
  const actions = await (await signedIn(fixture)).people.actions();
  expect(await actions.pushKey()).toBeUndefined();
  await actions.beginPush({ endpoint: "https://push.example/1", p256dh: "P", auth: "A" });
  await actions.endPush("https://push.example/1");
  const [enable, disable] = fixture.server.sent(/web-push:0' endpoint=/);
  expect(enable).toContain("<enable xmlns='urn:yonder:web-push:0' endpoint='https://push.example/1'>");
  expect(enable).toContain("<p256dh>P</p256dh><auth>A</auth></enable>");
  expect(disable).toContain("<disable xmlns='urn:yonder:web-push:0' endpoint='https://push.example/1'/>");
});
