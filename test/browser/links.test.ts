import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { acquaint } from "./acquaint.ts";
import { missingForBrowser, type WebApp } from "./web-app.ts";

const missing = missingForBrowser();

let yonder: Yonder;
let alice: WebApp;
let bob: WebApp;
let site: Server;
let page = "";
const visited: string[] = [];

beforeAll(async () => {
  if (missing) return;
  [yonder] = await Promise.all([startYonder({ env: { YONDER_LINK_PREVIEWS_PRIVATE: "on" } }), openSite()]);
  await yonder.user("carol", "correct horse");
  [alice, bob] = await acquaint(yonder);
  await bob.openConversation("alice");
});

afterAll(async () => {
  await Promise.all([alice?.close(), bob?.close()]);
  await yonder?.stop();
  site?.close();
});

/** A page with a picture, that notes who comes. */
async function openSite(): Promise<void> {
  site = createServer(({ url = "" }, response) => {
    visited.push(url);
    if (url === "/hill.png") return response.setHeader("Content-Type", "image/png").end(PNG);
    response
      .setHeader("Content-Type", "text/html")
      .end("<title>The walk up the hill</title><meta property='og:image' content='/hill.png'>");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => site.once("listening", resolve));
  page = `http://127.0.0.1:${(site.address() as AddressInfo).port}/walk`;
}

/** One point. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const offer = () => alice.page.getByRole("button", { name: "Show a preview" });

test.skipIf(missing)(
  named("a preview of a link is fetched when its sender wants it, by the server alone, and shown to both", missing),
  async () => {
    await alice.composer.fill(`Saturday? ${page}`);
    await offer().waitFor();
    expect(visited).toEqual([]);
    expect(await alice.violations()).toEqual([]);
    await offer().click();
    await alice.page.getByRole("status").getByText("The walk up the hill").waitFor();
    expect(visited).toEqual(["/walk", "/hill.png"]);
    expect(await alice.violations()).toEqual([]);
    await alice.composer.press("Enter");
    for (const app of [alice, bob]) {
      const card = app.bubbles("Saturday?").getByRole("link", { name: /The walk up the hill/ });
      await card.waitFor();
      expect(await card.getAttribute("href")).toBe(page);
      expect(await card.textContent()).toContain("127.0.0.1");
      expect(await card.locator("img").getAttribute("src")).toMatch(/^data:image\/jpeg;base64,/);
      expect(await app.violations()).toEqual([]);
    }
    expect(visited).toHaveLength(2);
    expect([...alice.complaints, ...bob.complaints]).toEqual([]);
  },
);

test.skipIf(missing)(
  named("nothing is fetched of a link whose sender wants no preview, or none at all", missing),
  async () => {
    const before = visited.length;
    await alice.composer.fill(`No: ${page}?again`);
    await offer().waitFor();
    await alice.page.getByRole("button", { name: "No preview" }).click();
    await offer().waitFor({ state: "detached" });
    await alice.composer.press("Enter");
    await bob.shows("No: ");
    expect(await bob.bubbles("No: ").locator(".link-card").count()).toBe(0);
    await alice.page.goto(`${yonder.origin}/#/settings/look`);
    await alice.page.getByRole("switch", { name: "Offer previews of links" }).click();
    await alice.page.goto(`${yonder.origin}/#/chat/bob@localhost`);
    await alice.write(`Never: ${page}?never`);
    await bob.shows("Never: ");
    expect(await offer().count()).toBe(0);
    expect(visited).toHaveLength(before);
  },
);

test.skipIf(missing)(
  named("the connection page tells how the last message travelled, and how the line is", missing),
  async () => {
    await alice.write("How did this one go?");
    await alice.showsTick("How did this one go?", "Delivered", "Read");
    await alice.page.goto(`${yonder.origin}/#/settings/connection`);
    await alice.page.getByRole("heading", { name: "How your last message travelled" }).waitFor();
    const steps = alice.page.getByRole("main").getByRole("listitem");
    await steps.nth(4).waitFor();
    expect(await steps.allTextContents()).toEqual([
      expect.stringMatching(/^Your browser sent it to node-1.*over WebSocket[\d.]+ ms$/),
      expect.stringMatching(/^Stored, safe from now on.*[\d.]+ ms$/),
      expect.stringMatching(/^Looked up: bob is on node-1/i),
      expect.stringMatching(/^Handed over and delivered to their browser.*on the same node[\d.]+ ms$/),
      expect.stringMatching(/^The answer came back to your screen.*[\d.]+ ms$/),
    ]);
    await alice.page
      .getByText(/^WebSocket, not encrypted · [\d.]+ ms there and back · up for .* · not once interrupted$/)
      .waitFor();
    await alice.page
      .getByRole("img", { name: /^You, node-1, the status directory, node-1, .* there and back in [\d.]+ ms$/ })
      .first()
      .waitFor();
    expect(await alice.violations()).toEqual([]);
  },
);

test.skipIf(missing)(named("it tells of a group, and of who is away", missing), async () => {
  const tells = async (text: string, said: string) => {
    await alice.write(text);
    await alice.showsTick(text, "Stored", "Delivered", "Read");
    await alice.page.goto(`${yonder.origin}/#/settings/connection`);
    await alice.page.getByRole("main").getByRole("listitem").filter({ hasText: said }).waitFor();
    await alice.page.goto(`${yonder.origin}/#/`);
  };
  await alice.page.goto(`${yonder.origin}/#/`);
  await alice.addContact("carol@localhost");
  await tells("Are you there?", "It waits for carol");
  await alice.newGroup("Hill", []);
  await tells("And in a group?", "node-1 keeps it for Hill");
});
