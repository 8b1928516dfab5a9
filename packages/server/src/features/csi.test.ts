import { parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import { csi } from "./csi.ts";
import { openHouse } from "./house.fixture.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";

test("a client says along with its login that nobody looks at it (XEP-0386 §3.1)", async () => {
  const house = await openHouse([csi]);
  const [phone, desk] = [await house.login("juliet@example.com/phone"), await house.login("juliet@example.com/desk")];
  const bind = (inside: string) => parseElement(`<bind xmlns='urn:xmpp:bind:0'>${inside}</bind>`);
  expect(await house.host.router.inline(phone.session, bind("<inactive xmlns='urn:xmpp:csi:0'/>"))).toEqual([]);
  await house.host.router.inline(desk.session, bind("<tag>Yonder</tag>"));
  expect([phone, desk].map(({ session }) => session.isAttended)).toEqual([false, true]);
});

test("the nodes know of it, and no other user hears (XEP-0352 §6)", async () => {
  const house = await openHouse([csi, roster, presence]);
  const [romeo, juliet] = [
    await house.login("romeo@example.com/orchard"),
    await house.login("juliet@example.com/phone"),
  ];
  await juliet.sends("<presence to='romeo@example.com/orchard'/>");
  await juliet.sends("<presence/>");
  romeo.received();
  juliet.session.attend(false);
  expect(await house.host.directory.lookUp("juliet@example.com")).toMatchObject([{ presence: { isUnattended: true } }]);
  juliet.session.attend(true);
  const [registration] = await house.host.directory.lookUp("juliet@example.com");
  expect(registration?.presence).not.toHaveProperty("isUnattended");
  expect(romeo.received()).toEqual([]);
});
