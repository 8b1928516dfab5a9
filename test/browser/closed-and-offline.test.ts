import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
let yonder: Yonder;
let alice: WebApp;

beforeAll(async () => {
  if (missing) return;
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
  alice = await WebApp.open(yonder.origin);
  await alice.page.context().grantPermissions(["notifications"]);
  await alice.signIn("alice@localhost", "correct horse");
  await alice.addContact("bob@localhost");
});
afterAll(async () => {
  if (missing) return;
  await alice.close();
  await yonder.stop();
});

test.skipIf(missing)(
  named("the app opens without a network, with what was said, and what is written then goes out later", missing),
  { timeout: 60_000 },
  async () => {
    const { page } = alice;
    await alice.write("Before the tunnel");
    await alice.showsTick("Before the tunnel", "Stored", "Delivered");
    await until("the worker serves the page", () =>
      page.evaluate<boolean>("navigator.serviceWorker.controller !== null"),
    );
    await page.context().setOffline(true);
    await yonder.stop();
    await page.reload();
    await alice.shows("Before the tunnel");
    await alice.write("In the tunnel");
    await alice.showsTick("In the tunnel", "Waiting");
    await page.getByRole("button", { name: /Settings$/ }).click();
    await page.getByRole("link", { name: /Notifications/ }).click();
    await page.getByText("Tell me about new messages").waitFor();
    await page.getByRole("button", { name: "Back to conversations" }).click();
    await yonder.restart();
    await page.context().setOffline(false);
    await alice.openConversation("Bob");
    await alice.showsTick("In the tunnel", "Stored", "Delivered");
  },
);

test.skipIf(missing)(
  named("a closed page is told of a message by its worker, and quiet hours are kept", missing),
  { timeout: 60_000 },
  async () => {
    const { page } = alice;
    await page.getByRole("button", { name: /Settings$/ }).click();
    await page.getByRole("link", { name: /Notifications/ }).click();
    await page.getByRole("switch", { name: "Tell me about new messages" }).click();
    await page.getByRole("switch", { name: "Quiet hours" }).click();
    await page.getByLabel("From").fill("00:00");
    await page.getByLabel("To", { exact: true }).fill("23:59");
    expect(await alice.violations()).toEqual([]);

    const devtools = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      });
    });
    await devtools.send("ServiceWorker.enable");
    const registrationId = await registered;
    const data = JSON.stringify({ kind: "message", count: 2, from: "bob@localhost" });
    const push = () =>
      devtools.send("ServiceWorker.deliverPushMessage", { origin: yonder.origin, registrationId, data });
    const [worker] = page.context().serviceWorkers();
    const shown = () =>
      worker?.evaluate<readonly unknown[]>(
        "registration.getNotifications().then((all) => all.map(({ title, body, silent }) => ({ title, body, silent })))",
      );
    await push();
    await page.goto("about:blank");
    // A page that is just being left counts as looked at for a moment; what comes soon after another is told of once.
    const isTold = async () => {
      await push();
      return ((await shown()) ?? []).length > 0;
    };
    await until("the worker tells of it", isTold, { every: 500 });
    expect(await shown()).toEqual([{ title: "Bob", body: "New messages: 2", silent: true }]);
  },
);
