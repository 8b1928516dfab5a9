import { expect, test } from "vitest";
import { Profanity } from "../support/profanity.ts";
import { named } from "../support/programs.ts";
import { startYonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser("profanity", "tmux");

test.skipIf(missing)(
  named("from the first-run link to a conversation with someone who uses Profanity", missing),
  async () => {
    const yonder = await startYonder();
    const alice = await WebApp.open(await yonder.firstRunLink());
    await alice.makeAccount("Alice", "alice", "correct horse battery");
    await alice.page.getByRole("button", { name: "Open my conversations" }).click();

    await yonder.user("bob", "correct horse");
    const bob = await Profanity.start();
    await bob.connect("bob@localhost", "correct horse", { port: yonder.ports.c2s, tls: "starttls" });

    await alice.addContact("bob@localhost");
    await bob.sees(/alice@localhost/);
    await bob.type("/sub allow alice@localhost");
    await bob.type("/sub request alice@localhost");
    await alice.page.getByText("Here now").first().waitFor();

    await alice.write("Hello from a browser");
    await bob.sees(/chat message: .*alice/);
    await alice.showsTick("Hello from a browser", "Delivered", "Read");
    await bob.type("/msg alice@localhost Hello from a terminal");
    await bob.sees("Hello from a browser");
    await alice.shows("Hello from a terminal");

    expect(await alice.texts()).toEqual(["Hello from a browser", "Hello from a terminal"]);
    expect(alice.complaints).toEqual([]);
    await bob.quit();
    await alice.close();
    await yonder.stop();
  },
);

test.skipIf(missing)(
  named("a message to someone who is away is stored, says so, and is delivered when they come", missing),
  async () => {
    const yonder = await startYonder();
    await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
    const alice = await WebApp.open(yonder.origin);
    await alice.signIn("alice@localhost", "correct horse");
    await alice.addContact("bob@localhost");

    await alice.write("For when you are back");
    await alice.showsTick("For when you are back", "Stored");
    await alice.page.getByText(/Will be delivered when bob is back/i).waitFor();

    const bob = await Profanity.start();
    await bob.connect("bob@localhost", "correct horse", { port: yonder.ports.c2s, tls: "starttls" });
    await bob.sees(/chat message: .*alice/);
    await alice.showsTick("For when you are back", "Delivered", "Read");

    await bob.quit();
    await alice.close();
    await yonder.stop();
  },
);
