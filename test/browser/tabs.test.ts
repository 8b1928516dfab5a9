import type { WebSocket } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { Profanity } from "../support/profanity.ts";
import { missingSlixmpp, named } from "../support/programs.ts";
import { Slixmpp } from "../support/slixmpp.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
let yonder: Yonder;

beforeAll(async () => {
  if (missing) return;
  yonder = await startYonder();
  await yonder.users(["alice", "bob", "carol", "dora"].map((name) => ({ name, password: "correct horse" })));
});
afterAll(() => yonder?.stop());

test.skipIf(missing)(
  named("two tabs share one connection, and the other goes on when one is closed", missing),
  async () => {
    const bob = await loginBob();
    const first = await WebApp.open(yonder.origin);
    await first.signIn("alice@localhost", "correct horse");
    await first.addContact("bob@localhost");
    const second = await first.openTab(`${yonder.origin}/#/chat/bob@localhost`);
    const sockets = socketsOf(second);
    await second.composer.waitFor();

    bob.says("alice@localhost", "to both");
    await Promise.all([first.shows("to both"), second.shows("to both")]);
    await second.write("from the second");
    await bob.hears("from the second");
    await first.showsTick("from the second", "Delivered", "Read");
    await second.showsTick("from the second", "Delivered", "Read");
    await first.write("from the first");
    await bob.hears("from the first");
    await second.shows("from the first");
    await second.composer.press("ArrowUp");
    await second.composer.fill("from the first, changed in the second");
    await second.composer.press("Enter");
    await first.shows("from the first, changed in the second");
    expect(sockets).toEqual([]);

    await first.page.close();
    bob.says("alice@localhost", "still there?");
    await second.shows("still there?");
    expect(sockets).toHaveLength(1);
    const expected = ["to both", "from the second", "from the first, changed in the second", "still there?"];
    expect(await second.texts()).toEqual(expected);

    const third = await second.openTab(`${yonder.origin}/#/chat/bob@localhost`);
    await third.shows("still there?");
    for (const draft of ["half a sen", ""]) {
      await second.composer.fill(draft);
      await expect.poll(() => third.composer.inputValue()).toBe(draft);
    }
    const freezer = await second.page.context().newCDPSession(second.page);
    await freezer.send("Page.setWebLifecycleState", { state: "frozen" });
    await third.write("while the second is frozen");
    await bob.hears("while the second is frozen");
    await freezer.send("Page.setWebLifecycleState", { state: "active" });
    await second.shows("while the second is frozen");
    expect(await second.texts()).toEqual(await third.texts());
    expect(bob.heard.flatMap((message) => message.childText("body") ?? [])).toHaveLength(4);
    expect([...second.complaints]).toEqual([]);
    await bob.leave();
    await third.page.context().close();
  },
);

test.skipIf(missing)(
  named("two accounts in one browser are kept apart; signing out of one leaves the other", missing),
  async () => {
    const bob = await loginBob();
    const app = await WebApp.open(yonder.origin);
    await app.signIn("carol@localhost", "correct horse");
    await app.addContact("bob@localhost");
    await app.write("carol was here");
    await bob.hears("carol was here");
    const you = `${yonder.origin}/#/settings/you`;
    await app.page.goto(you);
    await app.page.getByRole("button", { name: "Add account" }).click();
    await app.page.getByRole("navigation", { name: "Accounts in this browser" }).waitFor();
    expect(await app.violations(), "the door").toEqual([]);
    await app.signIn("alice@localhost", "correct horse");
    expect(await app.page.getByText("carol was here").count()).toBe(0);

    await app.page.goto(you);
    const other = app.page.getByRole("button", { name: /^Carol carol@localhost/ });
    await other.waitFor();
    expect(await app.violations(), "accounts").toEqual([]);
    await other.click();
    await app.openConversation("bob");
    await app.shows("carol was here");
    bob.says("carol@localhost", "hello carol");
    await app.shows("hello carol");

    await app.page.goto(`${yonder.origin}/?as=alice%40localhost#/settings/you`);
    await app.page.getByRole("button", { name: /^Carol carol@localhost/ }).waitFor();
    await app.page.getByRole("button", { name: "Sign out" }).click();
    await app.page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await app.openConversation("bob");
    await app.shows("hello carol");
    expect([...app.complaints]).toEqual([]);
    await bob.leave();
    await app.close();
  },
);

const noOthers = missingForBrowser("profanity", "tmux") ?? missingSlixmpp();
test.skipIf(noOthers)(
  named(
    "two tabs, another browser, Profanity and a script of one person agree after everything that happens",
    noOthers,
  ),
  async () => {
    const bob = await loginBob();
    const first = await WebApp.open(yonder.origin);
    await first.signIn("dora@localhost", "correct horse");
    await first.addContact("bob@localhost");
    const second = await first.openTab(`${yonder.origin}/#/`);
    const elsewhere = await WebApp.open(yonder.origin, { viewport: { width: 390, height: 844 } });
    await elsewhere.signIn("dora@localhost", "correct horse");
    const script = new Slixmpp({
      jid: "dora@localhost",
      password: "correct horse",
      port: yonder.ports.c2s,
      tls: "starttls",
    });
    await script.sees("online");
    const terminal = await Profanity.start();
    await terminal.connect("dora@localhost", "correct horse", { port: yonder.ports.c2s, tls: "starttls" });
    await terminal.type("/carbons on");
    const pages = [first, second, elsewhere];
    /** Each shows the other's last words and how many of them are new. */
    const agree = (last: string, unread: number) =>
      Promise.all(
        pages.map(async ({ page }) => {
          const row = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /bob/i });
          await row.filter({ hasText: last }).waitFor();
          await row.locator(".count").waitFor({ state: unread > 0 ? "visible" : "detached" });
          if (unread > 0) expect(await row.locator(".count").first().textContent()).toContain(String(unread));
        }),
      );

    await first.page.goto(`${yonder.origin}/#/`);
    bob.says("dora@localhost", "one");
    bob.says("dora@localhost", "two");
    await agree("two", 2);
    script.send("bob@localhost", "three, from the script");
    await agree("three, from the script", 0);
    bob.says("dora@localhost", "four");
    await agree("four", 1);
    await terminal.type("/msg bob@localhost and more, from the terminal");
    await agree("and more, from the terminal", 0);
    await elsewhere.openConversation("bob");
    await elsewhere.write("five, from elsewhere");
    await elsewhere.page.goto(`${yonder.origin}/#/`);
    await agree("five, from elsewhere", 0);
    for (const page of [second, first]) await page.openConversation("bob");
    await second.composer.press("ArrowUp");
    await second.composer.fill("five, put better");
    await second.composer.press("Enter");
    await first.shows("five, put better");
    await first.bubbles("four").hover();
    await first.page.getByRole("button", { name: "React with 👍" }).click();
    await elsewhere.openConversation("bob");
    await elsewhere.shows("five, put better");
    for (const { page } of pages) await page.getByRole("button", { name: /^👍 1/ }).waitFor();

    const texts = [
      ...["one", "two", "three, from the script", "four"],
      ...["and more, from the terminal", "five, put better"],
    ];
    for (const page of pages) expect(await page.texts()).toEqual(texts);
    const screen = await terminal.sees("five, put better");
    expect(texts.toSorted((a, b) => screen.lastIndexOf(a) - screen.lastIndexOf(b))).toEqual(texts);
    expect((await script.history("bob@localhost")).filter((body) => texts.includes(body))).toEqual(texts);
    expect([...first.complaints, ...elsewhere.complaints]).toEqual([]);
    await Promise.all([script.quit(), terminal.quit(), bob.leave(), elsewhere.close(), first.close()]);
  },
);

function socketsOf({ page }: WebApp): WebSocket[] {
  const sockets: WebSocket[] = [];
  page.on("websocket", (socket) => sockets.push(socket));
  return sockets;
}

function loginBob(): Promise<ChatPartner> {
  return ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
}
