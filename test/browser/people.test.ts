import { afterAll, beforeAll, expect, test } from "vitest";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
let yonder: Yonder;
let alice: WebApp;
let bob: WebApp;

beforeAll(async () => {
  if (missing) return;
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
  [alice, bob] = await Promise.all([WebApp.open(yonder.origin), WebApp.open(yonder.origin)]);
  await alice.signIn("alice@localhost", "correct horse");
  await bob.signIn("bob@localhost", "correct horse");
  await alice.addContact("bob@localhost");
  await bob.acceptRequest();
  await alice.page.getByText("Here now").first().waitFor();
});
afterAll(async () => {
  if (missing) return;
  await Promise.all([alice.close(), bob.close()]);
  await yonder.stop();
});

test.skipIf(missing)(
  named("whom we block and report can’t write to us, until we unblock them", missing),
  { timeout: 60_000 },
  async () => {
    await bob.openConversation("alice");
    await bob.write("Buy my watches");
    await alice.shows("Buy my watches");
    await alice.page.getByRole("button", { name: "Block Bob" }).click();
    await alice.page.getByText("Advertising").click();
    expect(await alice.violations(), "block").toEqual([]);
    await alice.page.getByRole("button", { name: "Block and report" }).click();
    await alice.page.getByText("You’ve blocked Bob.").waitFor();
    expect(await alice.composer.count()).toBe(0);

    await bob.write("Do you hear me?");
    await bob.showsTick("Do you hear me?", "Not sent");
    expect(await yonder.run("report", "list").catch(String)).toContain("bob@localhost");

    await alice.page.getByRole("button", { name: /Settings$/ }).click();
    await alice.page.getByRole("link", { name: /Blocked people/ }).click();
    expect(await alice.violations(), "blocked people").toEqual([]);
    await alice.page.getByRole("button", { name: "Unblock Bob" }).click();
    await alice.page.getByText("You’ve blocked no one.").waitFor();
    await alice.page.getByRole("button", { name: "Back to conversations" }).click();
    await alice.openConversation("Bob");
    await bob.write("And now?");
    await alice.shows("And now?");
    expect(alice.complaints).toEqual([]);
  },
);

test.skipIf(missing)(
  named("our name and picture are what our contacts see", missing),
  { timeout: 60_000 },
  async () => {
    await bob.page.getByRole("button", { name: /Settings$/ }).click();
    await bob.page.getByRole("link", { name: /^You\b/ }).click();
    await bob.page.getByRole("button", { name: "Change your name" }).click();
    await bob.page.getByLabel("Your name").fill("Bob the Builder");
    await bob.page.getByRole("button", { name: "Save" }).click();
    const picture = await bob.page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } });
    const file = { name: "me.png", mimeType: "image/png", buffer: picture };
    await bob.page.locator("input[type=file]").setInputFiles(file);
    await bob.page.getByRole("button", { name: /^Picture/ }).press("ArrowRight");
    await bob.page.getByLabel("Zoom", { exact: true }).fill("2");
    expect(await bob.violations(), "choosing a part").toEqual([]);
    await bob.page.getByRole("button", { name: "Use it" }).click();
    await bob.page.getByRole("button", { name: "Without a picture" }).waitFor();

    const row = alice.page
      .getByRole("navigation", { name: "Conversations" })
      .getByRole("link", { name: "Bob the Builder" });
    await row.locator("img").waitFor();
    await alice.page.reload();
    await row.locator("img").waitFor();
    expect(alice.complaints).toEqual([]);
  },
);
