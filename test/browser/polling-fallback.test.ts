import { afterEach, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { type OldProxy, openOldProxy } from "../support/old-proxy.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A node that is reached through this proxy alone. */
async function behind(options: Parameters<typeof openOldProxy>[0]): Promise<{ yonder: Yonder; proxy: OldProxy }> {
  const proxy = await openOldProxy(options);
  cleanUps.push(() => proxy.close());
  const publicUrl = `http://localhost:${proxy.port}`;
  const yonder = await startYonder({ env: { YONDER_PUBLIC_URL: publicUrl, YONDER_ORIGINS: publicUrl } });
  cleanUps.push(() => yonder.stop());
  proxy.leadTo(yonder.ports.http);
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
  return { yonder, proxy };
}

async function signIn(proxy: OldProxy, name: string): Promise<WebApp> {
  const app = await WebApp.open(`http://localhost:${proxy.port}`);
  cleanUps.push(() => app.close());
  await app.signIn(`${name}@localhost`, "correct horse");
  return app;
}

test.skipIf(missing).each(["refused", "swallowed"] as const)(
  named("where WebSockets are %s two browsers talk all the same, and a reload loses nothing", missing),
  async (webSockets) => {
    const { proxy } = await behind({ webSockets });
    const [alice, bob] = await Promise.all([signIn(proxy, "alice"), signIn(proxy, "bob")]);
    await alice.addContact("bob@localhost");
    await alice.write("can you read this?");
    await bob.acceptRequest();
    await bob.openConversation("alice");
    await bob.shows("can you read this?");
    await bob.write("word by word");
    await alice.shows("word by word");
    await alice.showsTick("can you read this?", "Delivered", "Read");

    const reload = alice.page.reload();
    await bob.write("while you were away");
    await reload;
    await alice.shows("while you were away");
    await alice.write("back again");
    await bob.shows("back again");
    expect(await alice.texts()).toEqual(["can you read this?", "word by word", "while you were away", "back again"]);
    expect(await bob.texts()).toEqual(await alice.texts());
    expect(proxy.asked.filter((path) => path === "/http-bind").length).toBeGreaterThan(10);
  },
);

test.skipIf(missing)(
  named("where no answer may take longer than two seconds, messages still come", missing),
  async () => {
    const { proxy } = await behind({ webSockets: "refused", patience: 2_000 });
    const [alice, bob] = await Promise.all([signIn(proxy, "alice"), signIn(proxy, "bob")]);
    await alice.addContact("bob@localhost");
    await alice.write("are you there?");
    await bob.acceptRequest();
    await bob.openConversation("alice");
    await bob.shows("are you there?");
    const polls = (): number => proxy.asked.filter((path) => path === "/http-bind").length;
    const before = polls();
    await until("some polls were cut off", () => polls() > before + 6, { timeout: 30_000 });
    await bob.write("yes, a little late");
    await alice.shows("yes, a little late");
  },
);
