import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { type CuttableProxy, openProxy } from "../support/cuttable-proxy.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { acquaint } from "./acquaint.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
let [yonder, line, alice, bob] = [
  undefined as unknown as Yonder,
  undefined as unknown as CuttableProxy,
  undefined as unknown as WebApp,
  undefined as unknown as WebApp,
];

/** The browsers reach the node through a line that can be cut. */
beforeAll(async () => {
  if (missing) return;
  line = await openProxy();
  const publicUrl = `http://localhost:${line.port}`;
  yonder = await startYonder({ env: { YONDER_PUBLIC_URL: publicUrl, YONDER_ORIGINS: publicUrl } });
  line.leadTo(yonder.ports.http);
  [alice, bob] = await acquaint(yonder, publicUrl);
  await alice.write("Soup on Saturday?");
  await bob.openConversation("alice");
  await bob.shows("Soup on Saturday?");
});
afterAll(async () => {
  await Promise.all([alice?.close(), bob?.close()]);
  await yonder?.stop();
  line?.close();
});

const reaction = (app: WebApp, name: RegExp) =>
  app.page.getByRole("group", { name: "Reactions" }).getByRole("button", { name });

async function choose(app: WebApp, text: string, action: string): Promise<void> {
  await app.bubbles(text).last().click({ button: "right" });
  await app.page.getByRole("menuitem", { name: action, exact: true }).click();
}

test.skipIf(missing)(named("a message is reacted to, answered, edited and removed", missing), async () => {
  await bob.bubbles("Soup on Saturday?").hover();
  await bob.page.getByRole("button", { name: "React with 👍" }).click();
  await reaction(alice, /^👍 1: Bob/).waitFor();
  await reaction(alice, /^👍/).click();
  await reaction(bob, /^👍 2: You and Alice/).waitFor();

  await choose(bob, "Soup on Saturday?", "Reply");
  await bob.page.getByText("Replying to Alice").waitFor();
  await bob.write("Yes please");
  const answer = alice.bubbles("Yes please");
  await answer.getByRole("button", { name: "Answers You Soup on Saturday?" }).waitFor();

  await alice.composer.press("ArrowUp");
  await until("the last message is in the composer", async () => (await alice.composer.inputValue()) !== "");
  await alice.write("Soup on Sunday?");
  await bob.bubbles("Soup on Sunday?").getByText("edited").waitFor();
  await answer.getByRole("button", { name: "Answers" }).click();
  await until("the answered message has the focus", () =>
    alice
      .bubbles("Soup on Sunday?")
      .first()
      .evaluate((bubble) => bubble.matches(":focus")),
  );

  await choose(bob, "Yes please", "Remove for everybody");
  await bob.page.getByRole("dialog").getByRole("button", { name: "Remove for everybody" }).click();
  await alice.shows("This message was removed");
  await bob.shows("You removed this message");
  expect(await alice.bubbles("Yes please").count()).toBe(0);
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});

test.skipIf(missing)(named("what is changed without a connection leaves when it is back", missing), async () => {
  line.cut();
  await alice.page
    .getByText(/No connection|Connecting/)
    .first()
    .waitFor();
  await choose(alice, "Soup on", "Edit");
  await alice.write("Soup on Monday?");
  await alice.shows("Soup on Monday?");
  await reaction(alice, /^👍/).click();
  await reaction(alice, /^👍 1: Bob/).waitFor();
  line.mend();
  await bob.shows("Soup on Monday?");
  await reaction(bob, /^👍 1: You/).waitFor();
});

test.skipIf(missing)(named("another device agrees, and so does a reload", missing), async () => {
  const other = await WebApp.open(`http://localhost:${line.port}`);
  await other.signIn("alice@localhost", "correct horse");
  await other.openConversation("bob");
  await other.shows("Soup on Monday?");
  await reaction(other, /^👍 1: Bob/).waitFor();
  await other.shows("This message was removed");
  await other.bubbles("Soup on Monday?").hover();
  await other.page.getByRole("button", { name: "React with ❤️" }).click();
  for (const app of [alice, bob, other]) {
    await reaction(app, /^❤️ 1/).waitFor();
    await app.page.reload();
    await app.shows("Soup on Monday?");
    await reaction(app, /^❤️ 1/).waitFor();
    await reaction(app, /^👍 1/).waitFor();
    expect(await app.texts()).toEqual(["Soup on Monday?", expect.stringMatching(/removed/)]);
  }
  await other.close();
});

test.skipIf(missing)(named("all of it is there by keyboard, and axe finds nothing", missing), async () => {
  const { page } = alice;
  await alice.write("by keyboard");
  await page.getByRole("log").focus();
  await page.keyboard.press("ArrowUp");
  await page.getByRole("toolbar", { name: "Message actions" }).waitFor();
  await page.keyboard.press("Enter");
  expect(await alice.violations()).toEqual([]);
  await page.keyboard.press("End");
  await page.getByRole("toolbar").getByRole("button", { name: "More" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).waitFor();
  expect(await alice.violations()).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("Edit your message").waitFor();
  await alice.composer.press("Escape");
  expect(await alice.composer.inputValue()).toBe("");

  await page.getByRole("button", { name: "Emoji" }).press("Enter");
  await page.getByRole("searchbox", { name: "Search emoji" }).fill("thumbs up");
  await page
    .getByRole("dialog", { name: "Emoji" })
    .getByRole("button", { name: /^👍 thumbs up/ })
    .waitFor();
  expect(await alice.violations()).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  expect(await alice.composer.inputValue()).toBe("👍");
});
