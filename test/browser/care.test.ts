import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../support/children.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const PASSWORD = "correct horse";
let yonder: Yonder;
let alice: WebApp;
/** Alice's other device. */
let desk: WebApp;
let bob: WebApp;

const row = (app: WebApp, name: string) =>
  app.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name });
const menu = async (app: WebApp, name: string, item: string) => {
  await row(app, name).click({ button: "right" });
  await app.page.getByRole("menuitem", { name: item, exact: true }).click();
};
const settings = (app: WebApp, section: string) => app.page.goto(`${yonder.origin}/#/settings/${section}`);

/** How much this browser keeps of anybody. */
const KEPT = `(async () => {
  const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  let rows = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames)
      rows += await done(database.transaction(store).objectStore(store).count());
  }
  return { rows, mentions: /alice|bob/.test(JSON.stringify({ ...localStorage, ...sessionStorage })) };
})()`;

beforeAll(async () => {
  if (missing) return;
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: PASSWORD })));
  [alice, desk, bob] = (await Promise.all([1, 2, 3].map(() => WebApp.open(yonder.origin)))) as [WebApp, WebApp, WebApp];
  await Promise.all([
    alice.signIn("alice@localhost", PASSWORD),
    desk.signIn("alice@localhost", PASSWORD),
    bob.signIn("bob@localhost", PASSWORD),
  ]);
  await alice.addContact("bob@localhost");
  await bob.acceptRequest();
  await bob.openConversation("alice");
  await bob.write("Hello Alice");
  await alice.shows("Hello Alice");
});
afterAll(async () => {
  if (missing) return;
  await Promise.all([alice, desk, bob].map((app) => app.close()));
  await yonder.stop();
});

test.skipIf(missing)(
  named("what is pinned, muted, marked and archived on one device is so on the other", missing),
  { timeout: 60_000 },
  async () => {
    await menu(alice, "Bob", "Pin");
    await row(desk, "Bob").getByText("Pinned").waitFor();
    await menu(alice, "Bob", "Mute");
    await row(desk, "Bob").getByText("Muted").waitFor();
    // Whoever has it open has read it.
    await alice.page.keyboard.press("Escape");
    await menu(desk, "Bob", "Mark as unread");
    await row(alice, "Bob").getByText("Marked as unread").waitFor();
    await row(alice, "Bob").click();
    await row(desk, "Bob").getByText("Marked as unread").waitFor({ state: "detached" });

    await alice.page.keyboard.press("Escape");
    // By keyboard: along the row to its button.
    await row(alice, "Bob").focus();
    await row(alice, "Bob").press("ArrowRight");
    await alice.page.keyboard.press("Enter");
    expect(await alice.violations(), "menu of a row").toEqual([]);
    await alice.page.getByRole("menuitem", { name: "Unmute" }).press("Enter");
    await row(desk, "Bob").getByText("Muted").waitFor({ state: "detached" });

    await menu(alice, "Bob", "Archive");
    await row(desk, "Bob").waitFor({ state: "detached" });
    await desk.page.getByRole("link", { name: "Archived 1 conversation" }).click();
    await row(desk, "Bob").waitFor();
    expect(await desk.violations(), "archive").toEqual([]);
    await bob.write("Are you there?");
    // The archive is empty: the list is back by itself, and Bob in it.
    await row(desk, "Bob").getByText("Are you there?").waitFor();
    expect(await desk.page.getByRole("link", { name: /^Archived/ }).count()).toBe(0);
    await row(alice, "Bob").getByText("1 unread").waitFor();
    await row(alice, "Bob").click();
    await row(desk, "Bob").getByText("1 unread").waitFor({ state: "detached" });
    expect([...alice.complaints, ...desk.complaints]).toEqual([]);
  },
);

test.skipIf(missing)(
  named("what people say of themselves stands in their details", missing),
  { timeout: 60_000 },
  async () => {
    await settings(bob, "you");
    await bob.page.getByRole("button", { name: "Status and about you" }).click();
    await bob.page.getByLabel("What you’re up to").fill("On the train");
    await bob.page.getByLabel("About you", { exact: true }).fill("Keeps the keys of the hut");
    expect(await bob.violations(), "status").toEqual([]);
    await bob.page.getByRole("button", { name: "Save" }).click();
    await bob.page.getByText("On the train · Keeps the keys of the hut").waitFor();
    const forAll = bob.page.getByRole("switch", { name: "Name and picture for everyone" });
    await forAll.click();
    // Once the server has it, the page finds it there again.
    const read = async () => {
      await settings(bob, "look");
      await settings(bob, "you");
      return forAll.getAttribute("aria-checked");
    };
    await expect.poll(read, { timeout: 20_000 }).toBe("true");
    await bob.page.reload();
    expect(await forAll.getAttribute("aria-checked")).toBe("true");

    await alice.page.reload();
    await row(alice, "Bob").click();
    const details = alice.page.getByRole("complementary", { name: "Details" });
    await details.getByText("On the train").waitFor();
    await details.getByText("Keeps the keys of the hut").waitFor();
    await details.getByRole("button", { name: "All", exact: true }).click();
    await alice.page.getByText("Nothing of the kind so far").waitFor();
    expect(await alice.violations(), "shared").toEqual([]);
    await alice.page.keyboard.press("Escape");
    await details.getByRole("button", { name: "Rename" }).click();
    await details.getByLabel("Name for bob@localhost").fill("Robert");
    // Elsewhere it is nobody's name.
    await alice.page.goto(`${yonder.origin}/#/chat/alice@localhost`);
    await details.getByText("alice@localhost").first().waitFor();
    expect(await details.getByLabel(/^Name for/).count()).toBe(0);
  },
);

test.skipIf(missing)(
  named("all of one’s conversations come along in one file", missing),
  { timeout: 60_000 },
  async () => {
    await alice.openConversation("Bob");
    await alice.write("Here I am: <b>in the hut</b>");
    await alice.showsTick("Here I am", "Delivered", "Read");
    await settings(alice, "data");
    await alice.page.getByRole("button", { name: "Make the file" }).click();
    const saved = alice.page.waitForEvent("download");
    await alice.page.getByRole("link", { name: "Save" }).click();
    expect(await alice.violations(), "your data").toEqual([]);
    const file = join(temporaryFolder("export"), "all.zip");
    await (await saved).saveAs(file);
    // Nothing in it is compressed: it reads as it stands.
    const whole = readFileSync(file, "utf8");
    const part = (name: string) => whole.slice(whole.indexOf(`yonder/${name}`)).split("PK")[0] ?? "";
    const said = ["Bob: Hello Alice\n", "Bob: Are you there?\n", "Alice: Here I am: <b>in the hut</b>\n"];
    const places = said.map((line) => part("bob@localhost.txt").indexOf(line));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(part("bob@localhost.json").match(/"from":"[^"]*"/g)).toEqual([
      '"from":"bob@localhost"',
      '"from":"bob@localhost"',
      '"from":"alice@localhost"',
    ]);
    expect(part("contacts.json")).toContain("bob@localhost");
  },
);

test.skipIf(missing)(named("all other devices are signed out at once", missing), { timeout: 60_000 }, async () => {
  await settings(alice, "device");
  await alice.page.getByText("here now").waitFor();
  await alice.page.getByRole("button", { name: "Sign out all others" }).click();
  await alice.page.getByText("All other devices are signed out.").waitFor();
  expect(await alice.violations(), "devices").toEqual([]);
  await desk.page.getByRole("button", { name: "Sign in" }).waitFor();
});

test.skipIf(missing)(
  named("an account ends with all that is kept of it, here and on the server", missing),
  { timeout: 60_000 },
  async () => {
    await settings(alice, "data");
    await alice.page.getByRole("button", { name: "Delete your account" }).click();
    const end = alice.page.getByRole("button", { name: "Delete for good" });
    await alice.page.getByLabel("Type alice@localhost to be sure").fill("alice@elsewhere");
    expect(await end.getAttribute("aria-disabled")).toBe("true");
    expect(await alice.violations(), "deleting").toEqual([]);
    await alice.page.getByLabel("Type alice@localhost to be sure").fill("alice@localhost");
    await end.click();
    await alice.page.getByLabel("Password", { exact: true }).waitFor();
    expect(await yonder.run("user", "list")).not.toContain("alice");
    const kept = (await alice.page.evaluate(KEPT)) as { readonly rows: number; readonly mentions: boolean };
    expect(kept).toEqual({ rows: 0, mentions: false });
  },
);
