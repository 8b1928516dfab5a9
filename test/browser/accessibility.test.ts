import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const screens = [
  { look: "wide, light", viewport: { width: 1280, height: 800 }, scheme: "light" },
  { look: "phone, dark", viewport: { width: 390, height: 844 }, scheme: "dark" },
] as const;
let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder();
});
afterAll(() => yonder.stop());

test.skipIf(missing)(named("the first-run page has no axe violations", missing), async () => {
  const app = await WebApp.open(await yonder.firstRunLink());
  await app.page.getByLabel("Your name").waitFor();
  expect(await app.violations()).toEqual([]);
  await app.close();
});

test.skipIf(missing).for(screens)(
  named("sign-in, list, chat, new contact and settings have no axe violations: $look", missing),
  async ({ look, viewport, scheme }) => {
    const name = look.startsWith("wide") ? "alice" : "amina";
    await yonder.users([name, `${name}-friend`].map((user) => ({ name: user, password: "correct horse" })));
    const friend = await ChatPartner.login(
      { transport: "tcp", port: yonder.ports.c2s },
      `${name}-friend`,
      "correct horse",
    );
    const app = await WebApp.open(yonder.origin, { viewport });
    await app.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await app.page.getByLabel("Address", { exact: true }).waitFor();
    expect(await app.violations(), "sign-in").toEqual([]);

    await app.signIn(`${name}@localhost`, "correct horse");
    expect(await app.violations(), "empty").toEqual([]);
    const opener = app.page.getByRole("button", { name: "New conversation" }).first();
    await opener.click();
    await app.page.getByLabel("Their address").waitFor();
    expect(await app.violations(), "new contact").toEqual([]);
    await app.page.getByRole("button", { name: "Cancel" }).click();
    expect(await opener.evaluate((button) => button.matches(":focus")), "the focus returns").toBe(true);

    await app.addContact(`${name}-friend@localhost`);
    await app.write("Hello");
    friend.says(`${name}@localhost`, "*Hello* yourself, see https://example.org");
    await app.shows("yourself");
    expect(await app.violations(), "chat").toEqual([]);

    await app.page.goto(yonder.origin);
    await app.page.getByRole("button", { name: /Settings$/ }).click();
    await app.page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
    expect(await app.violations(), "settings").toEqual([]);
    await friend.leave();
    await app.close();
  },
);
