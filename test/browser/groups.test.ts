import { expect, test } from "vitest";
import { missingSlixmpp, named } from "../support/programs.ts";
import { Slixmpp } from "../support/slixmpp.ts";
import { startYonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser() ?? missingSlixmpp();
const password = "correct horse";

test.skipIf(missing)(
  named(
    "three people in a group, one of them with another program, write, mention, see who has read, and leave",
    missing,
  ),
  async () => {
    const yonder = await startYonder();
    await yonder.users(["alice", "bob", "carol"].map((name) => ({ name, password })));
    const [alice, bob] = [
      await WebApp.open(yonder.origin),
      await WebApp.open(yonder.origin, { viewport: { width: 390, height: 844 } }),
    ];
    await Promise.all([alice.signIn("alice@localhost", password), bob.signIn("bob@localhost", password)]);
    await alice.addContact("bob@localhost");
    await bob.acceptRequest();

    const group = await alice.newGroup("Open Night", ["Bob"]);
    await alice.invite("carol@localhost");
    await bob.acceptInvitation("Open Night");
    const carol = new Slixmpp({ jid: "carol@localhost", password, port: yonder.ports.c2s, tls: "starttls" });
    await carol.sees("online");
    await carol.join(group);

    await bob.openConversation("Open Night");
    await alice.write("Who is driving up on Saturday?");
    await bob.shows("Who is driving up");
    await bob.composer.pressSequentially("Me, and @al");
    await bob.page.getByRole("option", { name: "Alice" }).waitFor();
    await bob.composer.press("Enter");
    await bob.composer.press("Enter");
    await alice.shows("Me, and @Alice");
    await alice.showsTick("Who is driving up", "Read");
    carol.say(group, "Three seats here");
    await Promise.all([alice.shows("Three seats here"), bob.shows("Three seats here")]);
    const all = ["Who is driving up on Saturday?", "Me, and @Alice", "Three seats here"];
    expect(await alice.texts()).toEqual(all);
    expect(await bob.texts()).toEqual(all);

    await yonder.kill();
    await alice.write("While nobody listens");
    await yonder.restart();
    await bob.shows("While nobody listens");
    await alice.showsTick("While nobody listens", "Stored", "Read");
    expect((await bob.texts()).filter((text) => text.startsWith("While"))).toHaveLength(1);

    await alice.page.getByRole("heading", { name: "People" }).waitFor();
    expect(await alice.violations(), "a group and its details").toEqual([]);
    await bob.page.getByRole("button", { name: "Details" }).click();
    await bob.page.getByRole("button", { name: "Leave the group" }).click();
    expect(await bob.violations(), "leaving, on a phone").toEqual([]);
    await bob.page.getByRole("button", { name: "Leave", exact: true }).click();
    await bob.page
      .getByText("Quiet so far")
      .or(bob.page.getByRole("link", { name: "alice" }))
      .first()
      .waitFor();
    await alice.page.getByText("Bob left").waitFor();

    await carol.quit();
    await Promise.all([alice.close(), bob.close()]);
    await yonder.stop();
  },
);
