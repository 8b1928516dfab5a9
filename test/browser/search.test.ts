import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const PASSWORD = "correct horse";
let yonder: Yonder;
let alice: WebApp;

const field = () => alice.page.getByRole("searchbox", { name: "Search people and messages" });
const hit = (text: string | RegExp) => alice.page.locator(".found").getByRole("link", { name: text });
const jump = () => alice.page.getByRole("button", { name: "Jump to the newest" });

// Bob has written three hundred messages: a browser that is new here has but the last of them.
beforeAll(async () => {
  if (missing) return;
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: PASSWORD })));
  const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", PASSWORD);
  bob.says("alice@localhost", "The poster hangs in the bakery");
  for (let n = 1; n < 300; n++) bob.says("alice@localhost", n === 150 ? "Das Café bei 面包店" : `Line ${n}`);
  await bob.leave();
  alice = await WebApp.open(yonder.origin);
  await alice.signIn("alice@localhost", PASSWORD);
  await alice.page.getByText("Line 299").first().waitFor();
});
afterAll(async () => {
  if (missing) return;
  await alice.close();
  await yonder.stop();
});

test.skipIf(missing)(
  named("a message of long ago is found, stood before, and the newest are one press away", missing),
  { timeout: 60_000 },
  async () => {
    await alice.page.keyboard.press("Control+k");
    await field().fill("POSTER");
    await hit(/The poster hangs/).waitFor();
    expect(await alice.page.locator(".found mark").allTextContents()).toEqual(["poster"]);
    expect(await alice.violations(), "found").toEqual([]);
    // By keyboard: down to the first, and in.
    await field().press("ArrowDown");
    await alice.page.keyboard.press("Enter");
    const target = alice.page.locator(".bubble", { hasText: "The poster hangs in the bakery" });
    await target.waitFor();
    await alice.page.locator(".bubble", { hasText: /^Line 20\b/ }).waitFor();
    expect(await alice.page.locator(".bubble", { hasText: "Line 299" }).count()).toBe(0);
    expect(await alice.violations(), "in the middle of history").toEqual([]);
    await jump().click();
    await alice.page.locator(".bubble", { hasText: "Line 299" }).waitFor();

    await field().fill("cafe 面");
    await hit(/Das Café/).click();
    await alice.page.locator(".bubble", { hasText: "Das Café" }).waitFor();
    // Down to the newest by scrolling alone.
    await alice.page.getByRole("log").hover();
    const last = alice.page.locator(".bubble", { hasText: "Line 299" });
    for (let turns = 0; turns < 60 && (await last.count()) === 0; turns++) {
      await alice.page.mouse.wheel(0, 4_000);
      await alice.page.waitForTimeout(50);
    }
    await last.waitFor();
    expect(alice.complaints).toEqual([]);
  },
);

test.skipIf(missing)(
  named("nothing is found, one conversation is searched, and a day is gone to", missing),
  { timeout: 60_000 },
  async () => {
    await field().fill("zeppelin");
    await alice.page.getByText("Nothing with “zeppelin”").waitFor();
    await alice.page.getByText(/all messages since/).waitFor();
    await field().fill('" OR (*');
    await alice.page.getByText(/^Nothing with/).waitFor();
    await field().press("Escape");
    await alice.page.getByRole("button", { name: "Search here" }).click();
    await field().fill("line 77");
    await alice.page.getByText("Only with Bob").waitFor();
    await hit(/Line 77/).waitFor();
    await field().press("Escape");
    await field().press("Escape");
    await alice.page.getByRole("link", { name: "Bob" }).first().waitFor();

    await alice.page.getByLabel("Go to a day").fill(new Date().toLocaleDateString("sv"));
    await alice.page.locator(".bubble", { hasText: "The poster hangs in the bakery" }).waitFor();

    // A tab that shares the first one's connection finds as much.
    const second = await alice.openTab(`${yonder.origin}/#/chat/bob@localhost`);
    await second.page.getByRole("searchbox", { name: "Search people and messages" }).fill("café");
    await second.page
      .locator(".found")
      .getByRole("link", { name: /Das Café/ })
      .click();
    await second.page.locator(".bubble", { hasText: "Das Café" }).waitFor();
    await second.page.close();
    expect(alice.complaints).toEqual([]);
  },
);
