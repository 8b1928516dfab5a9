import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const PASSWORD = "correct horse";
let yonder: Yonder;
let shop: Site;
let stranger: Site;

beforeAll(async () => {
  [shop, stranger] = [await openSite(), await openSite()];
  const env = {
    YONDER_GUESTS: "on",
    YONDER_WIDGET_ORIGINS: shop.origin,
    YONDER_PLACE_NAME: "Hillside Observatory",
    YONDER_ADMINS: "katja@localhost",
  };
  yonder = await startYonder({ env });
  await yonder.users(["bob", "alice", "katja"].map((name) => ({ name, password: PASSWORD })));
});
afterAll(async () => {
  await yonder.stop();
  for (const { server } of [shop, stranger]) server.close();
});

/** Somebody's site, which has the widget on its page. */
interface Site {
  readonly origin: string;
  readonly server: Server;
}

/** The page that people copy from. */
async function openSite(): Promise<Site> {
  const page = await readFile(join(import.meta.dirname, "../../docs/widget-demo.html"), "utf8");
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(page.replace("https://chat.example.org", yonder.origin).replace('"shop"', '"bob"'));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}

test.skipIf(missing)(
  named("a guest writes by a contact link in two actions, and comes back to the conversation", missing),
  async () => {
    const partner = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", PASSWORD);
    await partner.opensToGuests("Bob Builder");
    const guest = await WebApp.open(`${yonder.origin}/@bob`, { viewport: { width: 390, height: 844 } });
    await guest.page.getByRole("heading", { name: "Write to Bob Builder" }).waitFor();
    expect(await guest.violations(), "form").toEqual([]);

    await guest.page.getByLabel("Your name").fill("Jonas");
    await guest.page.getByLabel("Your message").fill("Is Saturday suitable?");
    await guest.page.getByRole("button", { name: "Send" }).click();
    const heard = await partner.hears("Is Saturday suitable?");
    expect(heard.childText("nick", "http://jabber.org/protocol/nick")).toBe("Jonas");
    await guest.showsTick("Is Saturday suitable?", "Stored");
    partner.says(heard.attr("from") ?? "", "It is");
    await guest.shows("It is");
    expect(await guest.violations(), "conversation").toEqual([]);

    await guest.page.reload();
    await guest.shows("It is");
    await guest.write("See you then");
    const again = await partner.hears("See you then");
    expect(again.attr("from")?.split("/")[0]).toBe(heard.attr("from")?.split("/")[0]);
    await guest.showsTick("See you then", "Stored");
    expect(await guest.texts()).toEqual(["Is Saturday suitable?", "It is", "See you then"]);

    // Away for so long that the stream is forgotten.
    await guest.page.goto(`${yonder.origin}/icon.svg`);
    partner.says(again.attr("from")?.split("/")[0] ?? "", "Come at eight");
    await guest.page.evaluate(() => {
      const [key = ""] = Object.keys(localStorage);
      const { stream: _, ...record } = JSON.parse(localStorage.getItem(key) ?? "{}");
      localStorage.setItem(key, JSON.stringify(record));
    });
    await guest.page.goto(`${yonder.origin}/@bob`);
    await guest.shows("Come at eight");

    await partner.opensToGuests(undefined);
    await guest.write("Anybody?");
    await guest.page.getByText("Not sent: this link is closed.").waitFor();
    await guest.page.getByRole("button", { name: "End this conversation" }).click();
    await guest.page.getByRole("button", { name: "End it" }).click();
    await guest.page.getByLabel("Your name").waitFor();
    expect(await guest.page.evaluate(() => localStorage.length)).toBe(0);
    await guest.page.reload();
    await guest.page.getByRole("heading", { name: "This link leads nowhere" }).waitFor();
    expect(guest.complaints.filter((text) => !text.includes("404"))).toEqual([]);
    await partner.leave();
    await guest.close();
  },
);

test.skipIf(missing)(
  named("a member opens a contact link in the settings, sees who the guest is, and answers", missing),
  async () => {
    const alice = await WebApp.open(yonder.origin);
    await alice.signIn("alice@localhost", PASSWORD);
    await alice.page.getByRole("button", { name: /Settings$/ }).click();
    await alice.page.getByRole("switch", { name: "Contact link" }).click();
    await alice.page.getByLabel("The name that guests see").fill("Alice Liddell");
    await alice.page.getByRole("button", { name: "Save" }).click();
    await alice.page.getByRole("img", { name: "QR code of the link" }).waitFor();
    const link = await alice.page.getByRole("textbox", { name: "Contact link" }).inputValue();
    expect(link).toBe(`${yonder.origin}/@alice`);
    expect(await alice.violations(), "settings").toEqual([]);

    const guest = await WebApp.open(link);
    await guest.page.getByLabel("Your name").fill("Jonas");
    await guest.page.getByLabel("Your message").fill("Do you have a minute?");
    await guest.page.getByRole("button", { name: "Send" }).click();
    await alice.page.goto(yonder.origin);
    await alice.openConversation("Jonas · guest");
    await alice.shows("Do you have a minute?");
    await alice.write("I have two");
    await guest.shows("I have two");
    await guest.write("Thank you");
    await alice.shows("Thank you");
    await guest.showsTick("Thank you", "Read");

    await alice.page.getByRole("button", { name: "Invite to stay" }).click();
    await guest.page.getByText("Alice Liddell would like you to stay").waitFor();
    expect(await guest.violations(), "invitation").toEqual([]);
    await guest.page.getByRole("link", { name: "Get an address" }).click();
    await guest.page.getByRole("heading", { name: "invites you to Hillside Observatory" }).waitFor();
    expect(await guest.violations(), "invitation page").toEqual([]);
    await guest.makeAccount("Jonas", "jonas", PASSWORD);
    await guest.shows("I have two");
    await guest.page.reload();
    await guest.shows("I have two");
    await guest.shows("Thank you");
    expect(await guest.page.evaluate(() => Object.keys(localStorage).some((key) => key.includes("guest")))).toBe(false);
    await guest.write("Now from my own address");
    await alice.page.getByText("Jonas has an address now: jonas@localhost").waitFor();
    await alice.page.getByRole("navigation").getByText("Has an address now: jonas@localhost").waitFor();
    await alice.page.getByRole("button", { name: "Go on there" }).click();
    await alice.shows("Now from my own address");
    await alice.page.getByText("wrote to you as a guest before").waitFor();
    expect(await alice.violations(), "moved").toEqual([]);

    await alice.newGroup("Open Night", []);
    await alice.page.getByRole("button", { name: "Invite" }).click();
    await alice.page.getByRole("button", { name: "Make a link" }).click();
    const invitation = await alice.page.getByLabel("Invitation link").inputValue();
    const newcomer = await WebApp.open(invitation);
    await newcomer.page.getByText("You’ll be in Open Night right away").waitFor();
    await newcomer.makeAccount("Zoe", "zoe", PASSWORD);
    await newcomer.page.getByRole("heading", { name: "Open Night", level: 1 }).waitFor();
    await newcomer.write("Good evening");
    await alice.page.keyboard.press("Escape");
    await alice.shows("Good evening");
    expect([...alice.complaints, ...guest.complaints, ...newcomer.complaints]).toEqual([]);
    await newcomer.close();
    await guest.close();
    await alice.close();
  },
);

test.skipIf(missing)(
  named("a guest writes to several people by one link, and each of them may answer", missing),
  async () => {
    const partner = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", PASSWORD);
    const katja = await WebApp.open(yonder.origin);
    await katja.signIn("katja@localhost", PASSWORD);
    await katja.addContact("bob@localhost");
    await katja.page.goto(`${yonder.origin}/#/settings/you`);
    await katja.page.getByRole("button", { name: "New link of several people" }).click();
    const dialog = katja.page.getByRole("dialog");
    await dialog.getByLabel("What guests read").fill("Tonwerk");
    await dialog.getByLabel("Name in the link").fill("alice");
    await dialog.getByRole("checkbox", { name: "bob" }).check();
    await dialog.getByLabel("Guests know katja as").fill("Katja Fischer");
    expect(await katja.violations(), "new link").toEqual([]);
    await dialog.getByRole("button", { name: "Open the link" }).click();
    await dialog.getByText("A link or an account has that name").waitFor();
    await dialog.getByLabel("Name in the link").fill("shop");
    await dialog.getByRole("button", { name: "Open the link" }).click();
    const link = dialog.getByRole("textbox", { name: "Contact link" });
    await link.waitFor();
    expect(await dialog.getByLabel("Line for your site").inputValue()).toContain(`${yonder.origin}/widget.js`);
    await dialog.getByText(new URL(shop.origin).host).waitFor();
    expect(await katja.violations(), "link").toEqual([]);
    const guest = await WebApp.open(await link.inputValue(), { viewport: { width: 390, height: 844 } });
    await guest.page.getByRole("heading", { name: "Write to Tonwerk" }).waitFor();
    expect(await guest.violations(), "form").toEqual([]);
    await guest.page.getByLabel("Your name").fill("Mia");
    await guest.page.getByLabel("Your message").fill("Is it safe in an oven?");
    await guest.page.getByRole("button", { name: "Send" }).click();
    await guest.showsTick("Is it safe in an oven?", "Stored");

    await katja.page.goto(`${yonder.origin}/#/`);
    await katja.acceptInvitation("Mia · Tonwerk");
    await katja.openConversation("Mia · Tonwerk");
    await katja.shows("Is it safe in an oven?");
    await katja.write("Up to 220 degrees");
    await guest.shows("Up to 220 degrees");
    expect(await guest.violations(), "conversation").toEqual([]);
    await guest.page.reload();
    await guest.write("Thank you");
    await katja.shows("Thank you");
    await katja.page.goto(`${yonder.origin}/#/settings/you`);
    await katja.page.getByRole("button", { name: "/@shop" }).click();
    await katja.page.getByRole("button", { name: "Close this link" }).click();
    await katja.page.getByRole("dialog", { name: "Close Tonwerk?" }).getByRole("button", { name: "Close it" }).click();
    await katja.page.getByRole("button", { name: "/@shop" }).waitFor({ state: "detached" });
    await guest.write("Anybody?");
    await guest.page.getByText("Not sent: this link is closed.").waitFor();
    expect([...katja.complaints, ...guest.complaints]).toEqual([]);
    await partner.leave();
    await katja.close();
    await guest.close();
  },
);

test.skipIf(missing)(
  named("a site shows the widget where the server lets it, and a visitor writes there", missing),
  async () => {
    const partner = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", PASSWORD);
    await partner.opensToGuests("The shop");
    const visitor = await WebApp.open(shop.origin);
    const bubble = visitor.page.getByRole("button", { name: "Write to us" });
    await bubble.click();
    const panel = visitor.page.frameLocator("iframe");
    await panel.getByLabel("Your name").fill("Jonas");
    expect(await visitor.violations(), "open").toEqual([]);
    await panel.getByLabel("Your message").fill("Are you open on Sunday?");
    await panel.getByRole("button", { name: "Send" }).click();
    const heard = await partner.hears("Are you open on Sunday?");
    await panel.getByRole("textbox", { name: "Write to The" }).press("Escape");
    await expect.poll(() => bubble.getAttribute("aria-expanded")).toBe("false");
    partner.says(heard.attr("from") ?? "", "From ten to four");
    await visitor.page.locator("button b").waitFor();
    await bubble.press("Enter");
    await panel.getByText("From ten to four").first().waitFor();
    expect(await visitor.page.evaluate(() => localStorage.length)).toBe(0);

    await partner.invitesToStay(heard.attr("from")?.split("/")[0] ?? "");
    const [window] = await Promise.all([
      visitor.page.waitForEvent("popup"),
      panel.getByRole("link", { name: "Get an address" }).click(),
    ]);
    await window.getByText("What you and bob wrote stays with you").waitFor();
    const newcomer = visitor.inWindow(window);
    await newcomer.makeAccount("Jonas", "jonas2", PASSWORD);
    await newcomer.shows("From ten to four");
    await newcomer.shows("Are you open on Sunday?");
    expect(await newcomer.texts()).toEqual(["Are you open on Sunday?", "From ten to four"]);
    // Of axe, which looks into frames.
    expect(visitor.complaints.filter((text) => !text.includes("postMessage"))).toEqual([]);
    await visitor.close();

    const other = await WebApp.open(stranger.origin);
    await other.page.getByRole("button", { name: "Write to us" }).click();
    await expect.poll(() => other.complaints.join()).toContain("frame-ancestors");
    await partner.opensToGuests(undefined);
    await partner.leave();
    await other.close();
  },
);
