import { afterEach, beforeEach, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { until } from "../support/condition.ts";
import { type CuttableProxy, openProxy } from "../support/cuttable-proxy.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
let [yonder, line, alice]: [Yonder, CuttableProxy, WebApp] = [
  undefined as never,
  undefined as never,
  undefined as never,
];

/** Alice's browser reaches the node through a line that can be cut; bob is connected directly. */
beforeEach(async () => {
  if (missing) return;
  line = await openProxy();
  const publicUrl = `http://localhost:${line.port}`;
  yonder = await startYonder({ env: { YONDER_PUBLIC_URL: publicUrl, YONDER_ORIGINS: publicUrl } });
  line.leadTo(yonder.ports.http);
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
  alice = await WebApp.open(publicUrl);
  await alice.signIn("alice@localhost", "correct horse");
  await alice.addContact("bob@localhost");
});
afterEach(async () => {
  await alice?.close();
  await yonder?.stop();
  line?.close();
});

test.skipIf(missing)(named("a reload keeps the session, the conversation and the draft", missing), async () => {
  const bob = await loginBob();
  await alice.write("before the reload");
  await alice.showsTick("before the reload", "Delivered", "Read");
  await alice.composer.fill("a half-written thought");

  await alice.page.reload();
  await alice.shows("before the reload");
  await until("the draft is back", async () => (await alice.composer.inputValue()) === "a half-written thought");
  await alice.write("after the reload");
  await bob.hears("after the reload");
  bob.says("alice@localhost", "still here");
  await alice.shows("still here");

  expect(await alice.texts()).toEqual(["before the reload", "after the reload", "still here"]);
  await bob.leave();
});

test.skipIf(missing)(
  named("messages written while the line is cut wait, survive a reload, and leave once by themselves", missing),
  async () => {
    const bob = await loginBob();
    await alice.write("one");
    await bob.hears("one");
    line.cut();
    await alice.page
      .getByText(/No connection|Connecting/)
      .first()
      .waitFor();
    await alice.write("two, without a connection");
    await alice.showsTick("two, without a connection", "Waiting");
    bob.says("alice@localhost", "written meanwhile");
    line.mend();

    await bob.hears("two, without a connection");
    await alice.shows("written meanwhile");
    await alice.showsTick("two, without a connection", "Stored", "Delivered", "Read");
    expectOnce(bob, "one", "two, without a connection");
    expect((await alice.texts()).toSorted()).toEqual(["one", "two, without a connection", "written meanwhile"]);
    await bob.leave();
  },
);

test.skipIf(missing)(named("the browser that was offline sends what was written meanwhile", missing), async () => {
  const bob = await loginBob();
  await alice.page.context().setOffline(true);
  line.stall();
  await alice.write("written offline");
  await alice.showsTick("written offline", "Waiting");
  line.mend();
  await alice.page.context().setOffline(false);
  await bob.hears("written offline");
  await alice.showsTick("written offline", "Stored", "Delivered", "Read");
  expectOnce(bob, "written offline");
  await bob.leave();
});

test.skipIf(missing)(
  named("when the server is killed in the middle, nothing is lost and nothing doubled", missing),
  async () => {
    const bob = await loginBob();
    for (let number = 1; number <= 20; number++) {
      await alice.write(`message ${number}.`);
      if (number === 12) await yonder.kill();
    }
    await alice.page.reload({ waitUntil: "commit" }).catch(() => undefined);
    await yonder.restart();
    await alice.page.goto(`http://localhost:${line.port}`);
    const bobAgain = await loginBob();

    await alice.openConversation("bob");
    // Whether it arrived may have been told while nobody was listening; that it is safe may not be lost.
    await alice.showsTick("message 20.", "Stored", "Delivered", "Read");
    await bobAgain.hears("message 20.");
    const expected = Array.from({ length: 20 }, (_, index) => `message ${index + 1}.`);
    expect(await alice.texts()).toEqual(expected);
    expect(inOrderOnce([bob, bobAgain])).toEqual(expected);
    await bobAgain.leave();
  },
);

test.skipIf(missing)(
  named("twenty messages arrive once and in order, though the line is cut twice and the page reloaded", missing),
  async () => {
    const bob = await loginBob();
    const numbers = Array.from({ length: 20 }, (_, index) => `message ${index + 1}.`);
    for (const [index, text] of numbers.entries()) {
      if (index === 5 || index === 15) line.cut();
      if (index === 8 || index === 17) line.mend();
      await alice.write(text);
      if (index !== 11) continue;
      await alice.page.reload({ waitUntil: "commit" });
      await alice.composer.waitFor();
    }
    for (const text of numbers) await bob.hears(text);
    await alice.showsTick("message 20.", "Delivered", "Read");
    expect(await alice.texts()).toEqual(numbers);
    expectOnce(bob, ...numbers);
    await bob.leave();
  },
);

function loginBob(): Promise<ChatPartner> {
  return ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
}

function expectOnce(partner: ChatPartner, ...bodies: string[]): void {
  const heard = partner.heard.flatMap((message) => message.childText("body") ?? []);
  expect(heard).toEqual(bodies);
}

/** What two logins of one person heard, each message once by its archive id. */
function inOrderOnce(partners: readonly ChatPartner[]): (string | undefined)[] {
  const messages = partners.flatMap(({ heard }) => heard).filter((message) => message.childText("body") !== undefined);
  const byId = new Map(messages.map((message) => [message.child("stanza-id", "urn:xmpp:sid:0")?.attr("id"), message]));
  return [...byId.values()].map((message) => message.childText("body"));
}
